import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { type Contributions, type Plugin, type PluginContext, PluginError } from '@predict-otron/plugin-sdk';
import type { Observable } from 'rxjs';
import type { KernelOptions } from '../configuration/kernel-options.js';
import { completeConfig } from '../configuration/plugin-config.js';
import { withTimeLimit } from '../lifecycle/time-limit.js';
import { pluginLogger } from '../registry/plugin-logger.js';
import type { PluginRecord } from '../registry/plugin-record.js';
import type { PluginRegistry } from '../registry/plugin-registry.js';
import type { Candidate } from './candidate.js';
import { checkContributions } from './check-contributions.js';
import { importPlugin } from './import-plugin.js';

/** What every plugin is started with. */
export interface PluginSurroundings {
  registry: PluginRegistry;
  closing: Observable<void>;
  cacheFolder: string;
  setupTimeoutMs: number;
  bundledPlugins?: KernelOptions['bundledPlugins'];
}

const logger = new Logger('Kernel');

/** Imports a plugin and sets it up. Never throws: a failure is in the record. */
export async function startPlugin(candidate: Candidate, surroundings: PluginSurroundings): Promise<PluginRecord> {
  const { source, package: found } = candidate;
  const record: PluginRecord = { name: source, version: '', source, state: 'failed', contributions: {} };
  try {
    if (PluginError.is(found)) throw found;
    record.name = found.name;
    record.version = found.version;
    const bundled = surroundings.bundledPlugins?.[found.folder];
    const plugin = await withTimeLimit('Its import', surroundings.setupTimeoutMs, () => importPlugin(found, bundled));
    record.name = plugin.name;
    surroundings.registry.refuseTakenName(plugin.name);
    const context = await contextOf(plugin, candidate, surroundings);
    record.contributions = await setUp(plugin, context, surroundings);
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

async function setUp(plugin: Plugin, context: PluginContext, at: PluginSurroundings): Promise<Contributions> {
  const returned = (async () => plugin.setup(context))();
  try {
    const contributions = checkContributions(await withTimeLimit('Its setup', at.setupTimeoutMs, () => returned));
    at.registry.refuseTakenParts(plugin.name, contributions);
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
