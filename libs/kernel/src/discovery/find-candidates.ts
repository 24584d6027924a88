import { readdir } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { Logger } from '@nestjs/common';
import { PluginError } from '@predict-otron/plugin-sdk';
import type { KernelOptions, PluginEntry } from '../configuration/kernel-options.js';
import type { Candidate } from './candidate.js';
import { installedCandidates, nodeModulesAbove } from './installed-packages.js';
import { type PluginPackage, pluginField, readPackage } from './plugin-package.js';

type Options = Pick<KernelOptions, 'plugins' | 'pluginFolder' | 'discoverInstalled' | 'resolveFrom'>;

const logger = new Logger('Kernel');

/**
 * What may be a plugin: first what the configuration names, in its order, then the packages of the plugin folder, then
 * installed packages. A package that is found again is left out, so its configuration is that of the first time.
 */
export async function findCandidates(options: Options): Promise<Candidate[]> {
  const candidates = new Map<string, Candidate>();
  for (const entry of options.plugins) {
    const candidate = await configured(entry, options.resolveFrom);
    const key = keyOf(candidate);
    if (candidates.has(key))
      logger.warn(`The configuration names the plugin ${entry.package} twice; the first counts.`);
    else candidates.set(key, candidate);
  }
  for (const candidate of [...(await inFolder(options.pluginFolder)), ...(await installed(options))]) {
    const key = keyOf(candidate);
    if (!candidates.has(key)) candidates.set(key, candidate);
  }
  return [...candidates.values()];
}

function keyOf(candidate: Candidate): string {
  return PluginError.is(candidate.package) ? candidate.source : candidate.package.folder;
}

async function configured(entry: PluginEntry, resolveFrom: string): Promise<Candidate> {
  const { config = {}, required = false, isolate = false } = entry;
  const asked = { config, required, isolate };
  for (const folder of placesOf(entry.package, resolveFrom)) {
    const found = await packageIn(folder);
    if (found) return { source: folder, package: found, ...asked };
  }
  const message = isAbsolute(entry.package)
    ? 'There is no package.json in this folder.'
    : `No package of this name is installed in ${resolveFrom} or above; give an installed package or an absolute path.`;
  return { source: entry.package, package: new PluginError('INPUT_INVALID', message), ...asked };
}

function placesOf(name: string, resolveFrom: string): string[] {
  if (isAbsolute(name)) return [name];
  return name.startsWith('.') ? [] : nodeModulesAbove(resolveFrom).map((folder) => join(folder, name));
}

async function inFolder(folder: string | undefined): Promise<Candidate[]> {
  if (!folder) return [];
  try {
    const names = await readdir(folder);
    return await fromFolders(names.sort().map((name) => join(folder, name)));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT') logger.warn(`The plugin folder cannot be read: ${message}`);
    return [];
  }
}

async function installed({ discoverInstalled, resolveFrom }: Options): Promise<Candidate[]> {
  const candidates = await fromFolders(discoverInstalled ? installedCandidates(resolveFrom) : []);
  return candidates.filter(({ package: found }) => !PluginError.is(found) && pluginField(found.manifest) !== undefined);
}

async function fromFolders(folders: string[]): Promise<Candidate[]> {
  const found = await Promise.all(folders.map(async (source) => ({ source, package: await packageIn(source) })));
  return found.flatMap(({ source, package: it }) =>
    it ? [{ source, package: it, config: {}, required: false, isolate: false }] : [],
  );
}

async function packageIn(folder: string): Promise<PluginPackage | PluginError | undefined> {
  return readPackage(folder).catch((error: unknown) => PluginError.from(error));
}
