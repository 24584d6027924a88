import { readdir } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { Logger } from '@nestjs/common';
import { type PluginPackage, pluginField, readPackage } from '@predict-otron/plugin-host/package';
import { PluginError } from '@predict-otron/plugin-sdk';
import type { KernelOptions, PluginEntry } from '../configuration/kernel-options.js';
import type { Candidate } from './candidate.js';
import { installedCandidates, nodeModulesAbove } from './installed-packages.js';
import { unpackPlugin } from './plugin-archive.js';

/** What says where plugins are. */
export type PluginPlaces = Pick<
  KernelOptions,
  'plugins' | 'pluginFolder' | 'discoverInstalled' | 'resolveFrom' | 'cacheFolder'
>;

const logger = new Logger('Kernel');

/**
 * What may be a plugin: first what the configuration names, in its order, then the packages of the plugin folder, packed
 * ones (`.tgz`) too, then installed packages. A package that is found again is left out, so its configuration is that of the first time.
 */
export async function findCandidates(options: PluginPlaces): Promise<Candidate[]> {
  const candidates = new Map<string, Candidate>();
  for (const entry of options.plugins) {
    const candidate = await configured(entry, options.resolveFrom);
    const key = keyOf(candidate);
    if (candidates.has(key))
      logger.warn(`The configuration names the plugin ${entry.package} twice; the first counts.`);
    else candidates.set(key, candidate);
  }
  for (const candidate of [...(await inFolder(options)), ...(await installed(options))]) {
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
    const read = await orFailure(readPackage(folder));
    if (read) return { source: folder, package: read, ...asked };
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

async function inFolder({ pluginFolder: folder, cacheFolder }: PluginPlaces): Promise<Candidate[]> {
  if (!folder) return [];
  try {
    const paths = (await readdir(folder)).sort().map((name) => join(folder, name));
    const unpacked = join(cacheFolder, 'plugin-packages');
    return await found(paths, (path) => (path.endsWith('.tgz') ? packedPackage(path, unpacked) : readPackage(path)));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT') logger.warn(`The plugin folder cannot be read: ${message}`);
    return [];
  }
}

async function installed({ discoverInstalled, resolveFrom }: PluginPlaces): Promise<Candidate[]> {
  const candidates = await found(discoverInstalled ? installedCandidates(resolveFrom) : [], readPackage);
  return candidates.filter(({ package: it }) => !PluginError.is(it) && pluginField(it.manifest) !== undefined);
}

async function packedPackage(archive: string, root: string): Promise<PluginPackage | undefined> {
  return readPackage(await unpackPlugin(archive, root));
}

async function found(
  sources: string[],
  read: (source: string) => Promise<PluginPackage | undefined>,
): Promise<Candidate[]> {
  const all = await Promise.all(sources.map(async (source) => ({ source, package: await orFailure(read(source)) })));
  return all.flatMap(({ source, package: it }) =>
    it ? [{ source, package: it, config: {}, required: false, isolate: false }] : [],
  );
}

async function orFailure<T>(reading: Promise<T>): Promise<T | PluginError> {
  return reading.catch((error: unknown) => PluginError.from(error));
}
