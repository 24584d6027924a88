import {
  type Contributions,
  type EmbeddingBackend,
  type HardwareProvider,
  type ModelRunner,
  PluginError,
  type RerankBackend,
} from '@predict-otron/plugin-sdk';
import type { Channel } from './channel.js';
import {
  EMBEDDING_BACKEND,
  HARDWARE_PROVIDER,
  HEALTH_REPORTER,
  type HealthReporter,
  MODEL_RUNNER,
  RERANK_BACKEND,
} from './contract-members.js';
import type { ServedContributions } from './protocol.js';
import { proxyOf } from './proxy.js';
import { RemoteCaller } from './remote-caller.js';

/** Contributions that were served over a channel; unlike a plugin's own, they always have a `dispose`. */
export type ConnectedContributions = Contributions & { dispose(): Promise<void> };

/**
 * The contributions that the other side serves, as proxies. Rejects with what its `setup` threw, or with
 * `ENGINE_CRASHED` when it ends before it serves. `dispose` disposes them there and closes the channel. When the other
 * side is gone, everything that waits and everything that is called later fails with `ENGINE_CRASHED`.
 */
export async function connectContributions(channel: Channel): Promise<ConnectedContributions> {
  const caller = new RemoteCaller(channel);
  try {
    const served = (await caller.connect()) as ServedContributions;
    if (!ArrayBuffer.isView(served.binary))
      throw new PluginError('INTERNAL', "The channel does not carry binary data: fork with serialization 'advanced'.");
    return proxies(caller, served);
  } catch (error) {
    await caller.close();
    throw error;
  }
}

function proxies(caller: RemoteCaller, served: ServedContributions): ConnectedContributions {
  return {
    hardware: served.hardware.map((remote) => proxyOf<HardwareProvider>(caller, HARDWARE_PROVIDER, remote)),
    runners: served.runners.map((remote) => proxyOf<ModelRunner>(caller, MODEL_RUNNER, remote)),
    embedders: served.embedders.map((remote) => proxyOf<EmbeddingBackend>(caller, EMBEDDING_BACKEND, remote)),
    rerankers: served.rerankers.map((remote) => proxyOf<RerankBackend>(caller, RERANK_BACKEND, remote)),
    ...(served.health && proxyOf<HealthReporter>(caller, HEALTH_REPORTER, served.health)),
    dispose: () => caller.disconnect(),
  };
}
