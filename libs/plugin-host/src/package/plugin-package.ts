import { readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { type JsonObject, PluginError } from '@predict-otron/plugin-sdk';

/** A package on disk that may hold a plugin. */
export interface PluginPackage {
  /** As its package.json says. */
  name: string;
  version: string;
  /** Real path of its folder: the same however it was reached. */
  folder: string;
  manifest: JsonObject;
}

/** The package in a folder; `undefined` where there is no package.json. Throws `INPUT_INVALID` for a broken one. */
export async function readPackage(folder: string): Promise<PluginPackage | undefined> {
  const file = join(folder, 'package.json');
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
  const manifest = parse(text, file);
  const name = typeof manifest.name === 'string' ? manifest.name : folder;
  const version = typeof manifest.version === 'string' ? manifest.version : '0.0.0';
  return { name, version, folder: await realpath(folder), manifest };
}

/** The field `otron.plugin`: which export of the package is the plugin; `true` and `.` are the main one. */
export function pluginField(manifest: JsonObject): unknown {
  const { otron } = manifest;
  return typeof otron === 'object' && otron !== null && !Array.isArray(otron) ? otron.plugin : undefined;
}

function parse(text: string, file: string): JsonObject {
  try {
    const manifest: unknown = JSON.parse(text);
    if (typeof manifest === 'object' && manifest !== null && !Array.isArray(manifest)) return manifest as JsonObject;
  } catch {
    // told below, the same as for JSON that is no object
  }
  throw new PluginError('INPUT_INVALID', `${file} is not a JSON object.`);
}
