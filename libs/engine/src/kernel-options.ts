import { resolve } from 'node:path';
import type { KernelOptions, PluginEntry } from '@predict-otron/kernel';
import { storeSettings } from '@predict-otron/model-store';
import { PluginError } from '@predict-otron/plugin-sdk';
import { bundledPlugins } from './configuration/bundled-plugins.js';
import { durationMs } from './configuration/duration.js';
import { embeddedModelFolder } from './configuration/folders.js';
import type { ConfigFile, EngineConfiguration } from './configuration/index.js';
import { memoryLimits } from './configuration/memory-limits.js';
import type { EngineRole } from './engine-role.js';
import { wantedModel } from './wanted-model.js';

/** Defaults of the models that come with the server. */
const EMBEDDED_DEFAULTS = { language: 'otron-tiny-llama', embedding: 'otron-embed-tiny' };

/** Time that a plugin has to set itself up, in milliseconds. */
const SETUP_TIMEOUT = 10_000;

/** What the kernel is told, with every path absolute. */
export function kernelOptions(configuration: EngineConfiguration, role: EngineRole): KernelOptions {
  const modelFolders = configuration.models.map((folder) => resolve(folder));
  // in other folders the kernel takes the only model of a kind
  const embedded = modelFolders.includes(embeddedModelFolder) ? EMBEDDED_DEFAULTS : undefined;
  const chosen = wantedModel(configuration.model);
  const chosenEmbedder = wantedModel(configuration.embeddingModel);
  const language = chosen?.name ?? embedded?.language;
  const { hfHome: home, freeSpaceFloor: freeSpaceFloorMiB } = configuration;
  return {
    plugins: plugins(role.plugins, configuration.file),
    pluginFolder: resolve(configuration.plugins),
    discoverInstalled: true,
    resolveFrom: role.packageFolder,
    bundledPlugins: bundledPlugins(),
    modelFolders,
    store: storeSettings(process.env, { home, freeSpaceFloorMiB }),
    models: {
      ...chosen?.settings,
      ...chosenEmbedder?.settings,
      ...modelSettings(configuration.file, language, configuration.context),
    },
    defaults: {
      language,
      embedding: chosenEmbedder?.name ?? embedded?.embedding,
      ...(configuration.file.rerankModel !== undefined && { rerank: configuration.file.rerankModel }),
    },
    device: configuration.device,
    memory: memory(configuration),
    ...keepAlive(configuration),
    threads: configuration.threads,
    queueLimit: configuration.queueLimit,
    ...(configuration.queueTimeout > 0 && { queueTimeoutMs: configuration.queueTimeout * 1000 }),
    ...(configuration.requestTimeout > 0 && { requestTimeoutMs: configuration.requestTimeout * 1000 }),
    setupTimeoutMs: SETUP_TIMEOUT,
    stageTimeoutMs: configuration.stageTimeout * 1000,
    watchPlugins: configuration.watch,
    cacheFolder: resolve(configuration.cache),
    defaultParallel: configuration.parallel,
    ...(role.kinds && { kinds: role.kinds }),
  };
}

/** Those that come with the server, with what the file says of them, then the file's own. */
function plugins(names: readonly string[], { plugins: configured = [] }: ConfigFile): PluginEntry[] {
  const own = names.map((name) => configured.find((entry) => entry.package === name) ?? { package: name });
  return [...own, ...configured.filter((entry) => !names.includes(entry.package))];
}

/** The flag's limits in place of the file's. */
function memory({ memory: limits, file }: EngineConfiguration): NonNullable<KernelOptions['memory']> {
  return { ...file.memory, ...(limits && { limits: memoryLimits(limits) }) };
}

function keepAlive({ keepAlive: flag, file }: EngineConfiguration): Pick<KernelOptions, 'keepAliveMs'> {
  const keepAliveMs = flag === undefined ? file.keepAliveMs : durationMs(flag);
  return keepAliveMs === undefined ? {} : { keepAliveMs };
}

function modelSettings(
  { models = {} }: ConfigFile,
  language: string | undefined,
  contextTokens: number | undefined,
): KernelOptions['models'] {
  if (contextTokens === undefined) return models;
  if (language === undefined)
    throw new PluginError('INPUT_INVALID', '--context needs --model, the model that it is for.');
  return { ...models, [language]: { ...models[language], contextTokens } };
}
