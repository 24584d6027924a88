import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { ModelSettings, PluginEntry } from '@predict-otron/kernel';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { configFileSchema } from './config-file-schema.js';

/** What a configuration file may hold: all that does not fit into a flag. */
export interface ConfigFile {
  /** Plugins beside those that come with the server, and settings for these. */
  plugins?: PluginEntry[];
  /** By model id. */
  models?: Record<string, ModelSettings>;
  /** Reranking model that `default` means. */
  rerankModel?: string;
  /** Cut vectors to any length on request, also for models that were not trained for it. */
  anyDimensions?: boolean;
  /** Whether engines run in the server's process or behind it: what `SERVER_CONFIG` says in the environment. */
  server?: unknown;
}

/**
 * Reads a configuration file (JSON). Paths in it are relative to its folder. Throws an Error whose message is one
 * sentence that names the place of the fault.
 */
export function readConfigFile(path: string): ConfigFile {
  const file = checked(path, parsed(path));
  const folder = dirname(resolve(path));
  const absolute = (relative: string) => (isPath(relative) ? resolve(folder, relative) : relative);
  const models = Object.entries(file.models ?? {}).map(([id, model]): [string, ModelSettings] => [
    id,
    model.path === undefined ? model : { ...model, path: absolute(model.path) },
  ]);
  return {
    ...file,
    models: Object.fromEntries(models),
    plugins: (file.plugins ?? []).map((entry) => ({
      ...entry,
      package: entry.package.startsWith('.') ? absolute(entry.package) : entry.package,
    })),
  };
}

/** References such as `fastembed:bge-small-en-v1.5` are no paths. */
function isPath(text: string): boolean {
  return !/^[a-z][a-z0-9+.-]+:/.test(text);
}

function parsed(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`the configuration file ${path} cannot be read: ${(error as Error).message}`);
  }
}

function checked(path: string, value: unknown): ConfigFile {
  const validate = new Ajv2020().compile<ConfigFile>(configFileSchema);
  if (validate(value)) return value;
  const [error] = validate.errors ?? [];
  const { additionalProperty: unknown } = (error?.params ?? {}) as { additionalProperty?: string };
  const place = `${error?.instancePath ?? ''}${unknown === undefined ? '' : `/${unknown}`}` || 'the whole';
  const fault = unknown === undefined ? error?.message : 'is not known here';
  throw new Error(`in the configuration file ${path}, ${place} ${fault}`);
}
