import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { checkContributions, completeConfig, importPlugin } from '@predict-otron/plugin-host/package';
import { type Contributions, type Plugin, type PluginContext, PluginError } from '@predict-otron/plugin-sdk';
import type { Observable } from 'rxjs';
import type { KernelOptions } from '../configuration/kernel-options.js';
import { withTimeLimit } from '../lifecycle/time-limit.js';
import { pluginLogger } from '../registry/plugin-logger.js';
import type { PluginRecord } from '../registry/plugin-record.js';
import type { PluginRegistry } from '../registry/plugin-registry.js';
import type { Candidate } from './candidate.js';
import { packagePrint } from './package-print.js';

/** What every plugin is started with. */
export interface PluginSurroundings {
  registry: PluginRegistry;
  closing: Observable<void>;
  cacheFolder: string;
  setupTimeoutMs: number;
  bundledPlugins?: KernelOptions['bundledPlugins'];
  /** Plugins may be replaced: what they were made of is noted. */
  watchPlugins?: boolean;
}

/** A plugin that takes the place of another state of itself. */
export interface Replacement {
  /** The one that runs, if one does. */
  before?: PluginRecord;
  /** Rises with each; the first ones, of the start, are 0. */
  generation: number;
}

const logger = new Logger('Kernel');

/** Imports a plugin and sets it up. Never throws: a failure is in the record. */
export async function startPlugin(
  candidate: Candidate,
  surroundings: PluginSurroundings,
  { before, generation }: Replacement = { generation: 0 },
): Promise<PluginRecord> {
  const { source, package: found } = candidate;
  const record: PluginRecord = { name: source, version: '', source, state: 'failed', generation, contributions: {} };
  try {
    if (PluginError.is(found)) throw found;
    record.name = found.name;
    record.version = found.version;
    if (surroundings.watchPlugins) record.print = await packagePrint(found.folder);
    const bundled = surroundings.bundledPlugins?.[found.folder];
    const version = generation > 0 ? `${generation}` : undefined;
    const plugin = await withTimeLimit('Its import', surroundings.setupTimeoutMs, () =>
      importPlugin(found, { bundled, version }),
    );
    record.name = plugin.name;
    surroundings.registry.refuseTakenName(plugin.name, before);
    const context = await contextOf(plugin, candidate, surroundings);
    record.contributions = await setUp(plugin, context, surroundings, before);
    const { config, cacheFolder } = context;
    record.launch = {
      folder: found.folder,
      ...(bundled && { bundled }),
      config,
      cacheFolder,
      isolate: candidate.isolate,
    };
    record.state = 'ready';
    logger.log(`Plugin ${record.name} ${record.version} is ready.`);
  } catch (error) {
    record.reason = PluginError.from(error).message;
    logger.error(`Plugin ${record.name} failed: ${record.reason}`, PluginError.is(error) ? undefined : stackOf(error));
  }
  return record;
}

async function contextOf(plugin: Plugin, candidate: Candidate, at: PluginSurroundings): Promise<PluginContext> {
  const config = completeConfig(plugin.configSchema, candidate.config);
  const cacheFolder = join(at.cacheFolder, 'plugins', plugin.name);
  await mkdir(cacheFolder, { recursive: true });
  return { config, logger: pluginLogger(plugin.name), cacheFolder, closing: at.closing };
}

async function setUp(
  plugin: Plugin,
  context: PluginContext,
  at: PluginSurroundings,
  before?: PluginRecord,
): Promise<Contributions> {
  const returned = (async () => plugin.setup(context))();
  try {
    const contributions = checkContributions(await withTimeLimit('Its setup', at.setupTimeoutMs, () => returned));
    at.registry.refuseTakenParts(plugin.name, contributions, before);
    return contributions;
  } catch (error) {
    // what was set up is refused, or comes too late: it is given up, so that nothing is left open
    returned.then((leftover) => leftover?.dispose?.()).catch(() => {});
    throw error;
  }
}

function stackOf(error: unknown): string | undefined {
  return error instanceof Error ? error.stack : undefined;
}
