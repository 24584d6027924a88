import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, extname, join, resolve } from 'node:path';
import { completeConfig, type PluginPackage } from '@predict-otron/plugin-host/package';
import type { Contributions, JsonObject, Plugin } from '@predict-otron/plugin-sdk';
import type { ModelUnderTest, PluginTestOptions } from '@predict-otron/plugin-testing';
import { NEVER } from 'rxjs';
import { wrongUse } from '../cli-error.js';

/** Kinds of model, with the flag of `otron plugin test` and the field of a plugin's contributions. */
const MODELS = {
  language: { flag: '--model', field: 'runners' },
  embedding: { flag: '--embedding-model', field: 'embedders' },
  rerank: { flag: '--rerank-model', field: 'rerankers' },
} as const;

/** Paths of models by their kind. */
export type TestModels = Partial<Record<keyof typeof MODELS, string>>;

const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/**
 * What the contract test of a package has to be told: the kinds that it contributes, and on which models they are tested,
 * from the flags or from `otron.test` of its package.json (paths in it are relative to the package).
 */
export async function contractOptions(
  plugin: Plugin,
  { folder, manifest }: PluginPackage,
  flags: TestModels,
  config: JsonObject,
): Promise<PluginTestOptions> {
  const { test = {} } = (manifest.otron ?? {}) as { test?: TestModels & { config?: JsonObject } };
  const settings = { ...test.config, ...config };
  const contributed = await contributionsOf(plugin, settings);
  const options: PluginTestOptions = { config: settings };
  if (contributed.hardware?.length) options.hardware = true;
  if (contributed.stages?.length) options.stages = true;
  for (const [kind, { flag, field }] of Object.entries(MODELS) as [
    keyof typeof MODELS,
    (typeof MODELS)['language'],
  ][]) {
    const given = flags[kind] ?? (test[kind] === undefined ? undefined : pathFrom(folder, test[kind]));
    if (given !== undefined) options[kind] = underTest(given);
    else if (contributed[field]?.length)
      throw wrongUse(
        `It contributes ${field}; name a model on which they are tested.`,
        `Give ${flag} PATH, or write "otron": { "test": { "${kind}": "PATH" } } into its package.json.`,
      );
  }
  return options;
}

/** References such as `hashed:256` are no paths. */
const pathFrom = (folder: string, path: string) => (/^[a-z][a-z0-9+.-]+:/.test(path) ? path : resolve(folder, path));

function underTest(path: string): ModelUnderTest {
  return { file: { id: basename(path, extname(path)), path: pathFrom('.', path) } };
}

/** Sets the plugin up once to see what it brings. */
async function contributionsOf(plugin: Plugin, config: JsonObject): Promise<Contributions> {
  const cacheFolder = mkdtempSync(join(tmpdir(), 'otron-plugin-'));
  try {
    const complete = completeConfig(plugin.configSchema, config);
    const contributions = await plugin.setup({ config: complete, logger: SILENT, cacheFolder, closing: NEVER });
    await contributions.dispose?.();
    return contributions;
  } finally {
    rmSync(cacheFolder, { recursive: true, force: true });
  }
}
