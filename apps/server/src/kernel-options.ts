import { resolve } from 'node:path';
import type { KernelOptions } from '@predict-otron/kernel';
import { packageFolder } from './configuration/folders.js';
import type { ServerConfiguration } from './configuration/server-configuration.js';

/** The plugins that come with the server, by name: one that is not built or not installed is listed as failed. */
const PLUGINS = [
  '@predict-otron/hardware-cpu',
  '@predict-otron/runner-llama',
  '@predict-otron/runner-gemma',
  '@predict-otron/embeddings-fastembed',
  '@predict-otron/embeddings-llama-cpp',
];

/** Time that a plugin has to set itself up, in milliseconds. */
const SETUP_TIMEOUT = 10_000;

/** What the kernel is told, with every path absolute. */
export function kernelOptions(configuration: ServerConfiguration): KernelOptions {
  const { model, embeddingModel, context } = configuration;
  return {
    plugins: PLUGINS.map((name) => ({ package: name })),
    pluginFolder: resolve(configuration.plugins),
    discoverInstalled: true,
    resolveFrom: packageFolder,
    modelFolders: configuration.models.map((folder) => resolve(folder)),
    models: context === undefined ? {} : { [model]: { contextTokens: context } },
    defaults: { language: model, embedding: embeddingModel },
    threads: configuration.threads,
    queueLimit: configuration.queueLimit,
    setupTimeoutMs: SETUP_TIMEOUT,
    cacheFolder: resolve(configuration.cache),
    defaultParallel: configuration.parallel,
  };
}
