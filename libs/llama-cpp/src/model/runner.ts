import type { LoadOptions, ModelFile, ModelInfo, ModelRunner, PluginContext } from '@predict-otron/plugin-sdk';
import { ENGINE_DEVICES, engine, useDevices } from '../engine.js';
import { type GgufHeader, readHeader } from '../gguf/header.js';
import { adapts } from './adapts.js';
import { estimate } from './estimate.js';
import type { Family } from './family.js';
import { load } from './load.js';
import { modelInfo } from './model-info.js';
import { draftTokens } from './runner-config.js';

type RunnerSetting = Partial<Pick<PluginContext, 'cacheFolder' | 'deviceKind' | 'config'>>;

/**
 * A runner for a family of models, over llama.cpp. `cacheFolder`: where measurements are kept; `deviceKind`: what this
 * process computes on; `config`: checked by `runnerConfigSchema`.
 */
export function createRunner(family: Family, { cacheFolder, deviceKind, config }: RunnerSetting = {}): ModelRunner {
  if (deviceKind) useDevices(deviceKind);
  // it takes a second, most of it in another process: time that the server needs to start itself
  engine().catch(() => undefined);
  return {
    id: family.id,
    deviceKinds: ENGINE_DEVICES,
    async describe(file: ModelFile): Promise<ModelInfo | undefined> {
      if (!file.path.endsWith('.gguf')) return undefined;
      const header = await readHeader(file.path);
      const match = isDecoder(header) ? family.match(header) : undefined;
      return match && modelInfo(file, header, family, match);
    },
    adapts: (adapter: ModelFile, base: ModelFile) => adapts(adapter.path, base.path),
    estimate: (file: ModelFile, options: LoadOptions) => estimate(file, options),
    load: (file: ModelFile, options: LoadOptions) =>
      load({
        file,
        options,
        family,
        draftTokens: draftTokens(config),
        ...(cacheFolder !== undefined && { cacheFolder }),
      }),
  };
}

/** Encoders and models with a pooling head embed or rank; adapters and vocabularies are no models at all. */
function isDecoder({ info, layers, vocabularyTokens }: GgufHeader): boolean {
  const { general } = info.metadata;
  const kind = (general as { type?: unknown }).type;
  const pooling = (info.architectureMetadata as { pooling_type?: unknown }).pooling_type;
  const encodes = /bert|t5encoder|clip|embedding/i.test(general.architecture);
  return layers > 0 && vocabularyTokens > 0 && !encodes && !pooling && (kind === undefined || kind === 'model');
}
