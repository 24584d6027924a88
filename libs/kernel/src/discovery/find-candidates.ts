import { readdir } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { Logger } from '@nestjs/common';
import { type PluginPackage, pluginField, readPackage } from '@predict-otron/plugin-host/package';
import { PluginError } from '@predict-otron/plugin-sdk';
import type { KernelOptions, PluginEntry } from '../configuration/kernel-options.js';
import type { Candidate } from './candidate.js';
import { installedCandidates, nodeModulesAbove } from './installed-packages.js';

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
  const dropped = await inFolder(options);
  for (const entry of options.plugins) {
    const candidate = await configured(entry, options, dropped);
    const key = keyOf(candidate);
    if (candidates.has(key))
      logger.warn(`The configuration names the plugin ${entry.package} twice; the first counts.`);
    else candidates.set(key, candidate);
  }
  for (const candidate of [...dropped, ...(await installed(options))]) {
    const key = keyOf(candidate);
    if (!candidates.has(key)) candidates.set(key, candidate);
  }
  return [...candidates.values()];
}

function keyOf(candidate: Candidate): string {
  return PluginError.is(candidate.package) ? candidate.source : candidate.package.folder;
}

/** An installed package, one of the plugin folder by its name, or what is at a path. */
async function configured(entry: PluginEntry, options: PluginPlaces, dropped: Candidate[]): Promise<Candidate> {
  const { config = {}, required = false, isolate = false } = entry;
  const asked = { config, required, isolate };
  const [there] = await found(placesOf(entry.package, options.resolveFrom), (path) => readAny(path, options));
  const one = there ?? dropped.find(({ package: it }) => !PluginError.is(it) && it.name === entry.package);
  if (one) return { ...one, ...asked };
  const message = isAbsolute(entry.package)
    ? 'There is no package.json in this folder.'
    : `No package of this name is installed in ${options.resolveFrom} or above, or in the plugin folder; give an installed package or an absolute path.`;
  return { source: entry.package, package: new PluginError('INPUT_INVALID', message), ...asked };
}

function placesOf(name: string, resolveFrom: string): string[] {
  if (isAbsolute(name)) return [name];
  return name.startsWith('.') ? [] : nodeModulesAbove(resolveFrom).map((folder) => join(folder, name));
}

async function inFolder(options: PluginPlaces): Promise<Candidate[]> {
  const { pluginFolder: folder } = options;
  if (!folder) return [];
  try {
    const paths = (await readdir(folder)).sort().map((name) => join(folder, name));
    return await found(paths, (path) => readAny(path, options));
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

/** A package's folder, or a packed one. */
async function readAny(path: string, { cacheFolder }: PluginPlaces): Promise<PluginPackage | undefined> {
  if (!path.endsWith('.tgz')) return readPackage(path);
  // only here, so that a start without such a package does not wait for what unpacks it
  const { unpackPlugin } = await import('./plugin-archive.js');
  return readPackage(await unpackPlugin(path, join(cacheFolder, 'plugin-packages')));
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
