import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PluginError } from '@predict-otron/plugin-sdk';
import { openModelFolder, readJson } from '../folder/model-folder.js';

const NAME = '.otron-manifest.json';
/** What fastembed's layout has beside the ONNX file. */
const NEEDED = ['tokenizer.json', 'config.json', 'tokenizer_config.json', 'special_tokens_map.json'];

/** What was in a folder when its download was whole: size and SHA-256 of each file, by its path. */
interface Manifest {
  version: 1;
  files: Record<string, { bytes: number; sha256: string }>;
}

/**
 * Checks that a folder holds a whole model in fastembed's layout: every file there, every JSON file an object, the ONNX
 * file and its external weights complete. Throws `MODEL_INVALID` with the reason.
 */
export async function checkLayout(folder: string, modelFile: string): Promise<void> {
  for (const name of NEEDED) {
    if (!(await readJson(join(folder, name)))) throw new PluginError('MODEL_INVALID', `${folder} lacks ${name}`);
  }
  await openModelFolder(folder, modelFile);
}

/**
 * Why a folder cannot be used as it is: `absent`, or what is broken; `undefined` when it is whole. A whole one without a
 * manifest, from fastembed itself or by hand, gets one.
 */
export async function flawIn(folder: string, modelFile: string): Promise<string | undefined> {
  if (!(await exists(folder))) return 'absent';
  const manifest = await readManifest(folder);
  if (manifest) return differenceFrom(manifest, folder);
  try {
    await checkLayout(folder, modelFile);
  } catch (error) {
    if (PluginError.is(error)) return error.message;
    throw error;
  }
  // a read-only cache is as good
  await writeManifest(folder).catch(() => undefined);
  return undefined;
}

/** Notes what the folder holds now. */
export async function writeManifest(folder: string): Promise<void> {
  const manifest: Manifest = { version: 1, files: {} };
  for (const path of await filesIn(folder)) {
    manifest.files[path] = { bytes: (await stat(join(folder, path))).size, sha256: await sha256Of(join(folder, path)) };
  }
  await writeFile(join(folder, NAME), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** The folder's manifest; `undefined` when it has none that can be read. */
async function readManifest(folder: string): Promise<Manifest | undefined> {
  try {
    const manifest: Manifest = JSON.parse(await readFile(join(folder, NAME), 'utf8'));
    return manifest.version === 1 ? manifest : undefined;
  } catch {
    return undefined;
  }
}

/** What in the folder is not as its manifest says; `undefined` when all is. */
async function differenceFrom(manifest: Manifest, folder: string): Promise<string | undefined> {
  for (const [path, { bytes, sha256 }] of Object.entries(manifest.files)) {
    const size = await stat(join(folder, path)).then(
      (file) => file.size,
      () => undefined,
    );
    if (size === undefined) return `${path} is missing`;
    if (size !== bytes) return `${path} has ${size} bytes instead of ${bytes}`;
    if ((await sha256Of(join(folder, path))) !== sha256) return `${path} has other contents`;
  }
  return undefined;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name !== NAME);
  return files.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)).sort();
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk);
  return hash.digest('hex');
}
