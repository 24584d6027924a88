import { availableParallelism } from 'node:os';
import { type DeviceKind, PluginError } from '@predict-otron/plugin-sdk';
import type { Llama } from 'node-llama-cpp';

/** Kinds of device that llama.cpp has binaries for. */
export const ENGINE_DEVICES: DeviceKind[] = ['cpu', 'cuda', 'metal', 'vulkan'];

let instance: Promise<Llama> | undefined;
let computesOn: DeviceKind = 'cpu';

/** Has the engine of this process compute on another kind of device than the CPU. To be called before it starts. */
export function useDevices(kind: DeviceKind): void {
  computesOn = kind;
}

/**
 * The process's one llama.cpp: grammars and models of two instances cannot meet, and threads are counted in one place.
 * Never builds from source: a missing binary is an error that says so, not a compiler run inside a server.
 */
export function engine(): Promise<Llama> {
  instance ??= start(computesOn).catch((error: unknown) => {
    instance = undefined;
    throw error;
  });
  return instance;
}

async function start(kind: DeviceKind): Promise<Llama> {
  const { getLlama, LlamaLogLevel } = await import('node-llama-cpp');
  try {
    return await getLlama({
      gpu: gpuOf(kind),
      build: 'never',
      maxThreads: availableParallelism(),
      logLevel: LlamaLogLevel.error,
      progressLogs: false,
    });
  } catch (error) {
    if (kind !== 'cpu') throw unavailable(kind, error);
    throw new PluginError(
      'DEVICE_UNAVAILABLE',
      'The llama.cpp binary for this platform is not installed. Run `npm install` again, or build it with `npx node-llama-cpp source build`.',
      {},
      { cause: error },
    );
  }
}

function gpuOf(kind: DeviceKind): 'cuda' | 'metal' | 'vulkan' | false {
  if (kind === 'other') throw unavailable(kind, undefined);
  return kind === 'cpu' ? false : kind;
}

function unavailable(kind: DeviceKind, cause: unknown): PluginError {
  const message = `llama.cpp cannot compute on ${kind} here: its binary is not installed, or the driver does not work.`;
  return new PluginError('DEVICE_UNAVAILABLE', message, {}, { cause });
}
