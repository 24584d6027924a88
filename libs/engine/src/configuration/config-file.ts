import { dirname, resolve } from 'node:path';
import type { MemoryOptions, ModelSettings, PluginEntry } from '@predict-otron/kernel';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { configFileFault } from './config-file-fault.js';
import { configFileSchema } from './config-file-schema.js';
import { durationMs } from './duration.js';
import { memoryLimit } from './memory-limits.js';
import { type ParsedFile, parseConfigFile } from './parse-config-file.js';

/** What a configuration file says, with paths made absolute and amounts made numbers. */
export interface ConfigFile {
  /** Plugins beside those that come with the server, and settings for these. */
  plugins?: PluginEntry[];
  /** By model id. */
  models?: Record<string, ModelSettings>;
  /** Reranking model that `default` means. */
  rerankModel?: string;
  memory?: MemoryOptions;
  keepAliveMs?: number;
  /** Cut vectors to any length on request, also for models that were not trained for it. */
  anyDimensions?: boolean;
  /** Whether engines run in the server's process or behind it: what `SERVER_CONFIG` says in the environment. */
  server?: unknown;
}

/** A model as it stands in the file. */
interface WrittenModel extends Omit<ModelSettings, 'keepAliveMs' | 'adapters'> {
  keepAlive?: string;
  adapters?: { path: string; scale?: number }[];
}

/** A configuration file as it is written. */
export interface WrittenConfig extends Omit<ConfigFile, 'models' | 'memory' | 'keepAliveMs'> {
  $schema?: string;
  models?: Record<string, WrittenModel>;
  memory?: { limit?: string | Record<string, string>; turn?: string; wait?: string };
  keepAlive?: string;
}

/**
 * Reads a configuration file: JSON, YAML or a TypeScript module. Paths in it are relative to its folder. Throws an Error
 * whose message is one sentence with the file, the place of the fault and what is expected there.
 */
export function readConfigFile(path: string): ConfigFile {
  const { $schema, plugins = [], models = {}, memory, keepAlive, ...rest } = checked(path, parseConfigFile(path));
  const folder = dirname(resolve(path));
  return {
    ...rest,
    models: Object.fromEntries(Object.entries(models).map(([id, model]) => [id, modelSettings(model, folder)])),
    plugins: plugins.map((entry) => ({
      ...entry,
      package: entry.package.startsWith('.') ? resolve(folder, entry.package) : entry.package,
    })),
    ...(memory && { memory: memoryOptions(memory) }),
    ...(keepAlive !== undefined && { keepAliveMs: durationMs(keepAlive) }),
  };
}

function modelSettings({ path, keepAlive, adapters, ...rest }: WrittenModel, folder: string): ModelSettings {
  return {
    ...rest,
    ...(path !== undefined && { path: isPath(path) ? resolve(folder, path) : path }),
    ...(keepAlive !== undefined && { keepAliveMs: durationMs(keepAlive) }),
    ...(adapters && { adapters: adapters.map((it) => ({ path: resolve(folder, it.path), scale: it.scale ?? 1 })) }),
  };
}

function memoryOptions({ limit, turn, wait }: NonNullable<WrittenConfig['memory']>): MemoryOptions {
  const limits = typeof limit === 'string' ? { '*': limit } : limit;
  const amounts = Object.entries(limits ?? {}).map(([device, amount]) => [device, memoryLimit(amount)] as const);
  return {
    ...(limits && { limits: Object.fromEntries(amounts) }),
    ...(turn !== undefined && { turnMs: limited(turn) }),
    ...(wait !== undefined && { waitMs: limited(wait) }),
  };
}

/** The longest time that a timer can wait stands for ever. */
function limited(duration: string): number {
  const ms = durationMs(duration);
  return ms < 0 ? 2 ** 31 - 1 : Math.min(ms, 2 ** 31 - 1);
}

/** References such as `fastembed:bge-small-en-v1.5` are no paths. */
function isPath(text: string): boolean {
  return !/^[a-z][a-z0-9+.-]+:/.test(text);
}

function checked(path: string, file: ParsedFile): WrittenConfig {
  const validate = new Ajv2020({ allErrors: true, verbose: true, strictTypes: false }).compile<WrittenConfig>(
    configFileSchema,
  );
  if (validate(file.value)) return file.value;
  throw configFileFault(path, file, validate.errors ?? []);
}
