import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ModelFile } from '@predict-otron/plugin-sdk';
import { isModelFileName, type ModelName, modelName, uniqueIds } from './model-name.js';

/** A model on disk; its id is unique in the catalogue. */
export interface CatalogModel extends ModelFile {
  /** When the file, or the folder's ONNX file, was last written: milliseconds since the epoch. */
  modifiedAt: number;
}

/** What was found, and the folders that could not be read. */
export interface Catalog {
  models: CatalogModel[];
  problems: { path: string; reason: string }[];
}

interface Found extends ModelName {
  path: string;
  modifiedAt: number;
}

/**
 * Every model in these folders and the folders in them: GGUF files, and folders with an `.onnx` file and a
 * `tokenizer.json`. Links are followed, hidden folders are not entered, a folder that does not exist is empty, and what
 * is reached twice counts once. The order is that of the folders, then of the names.
 */
export async function scanModelFolders(folders: string[]): Promise<Catalog> {
  const scan: Scan = { seen: new Set(), found: [], problems: [] };
  for (const folder of folders) await visit(folder, scan);
  const ids = uniqueIds(scan.found);
  const models = scan.found.map(({ path, modifiedAt }, place) => ({ id: ids[place] as string, path, modifiedAt }));
  return { models, problems: scan.problems };
}

/** A model that its backend fetches by itself, such as `fastembed:bge-small-en-v1.5`. No drive has so long a letter. */
const REFERENCE = /^[a-z][a-z0-9-]+:/;

/**
 * The one model at a path that a person gave, under the id that the person gave. Throws where there is nothing.
 * A reference is left to its backend: it names no file, so it has no time either.
 */
export async function modelAt(id: string, path: string): Promise<CatalogModel> {
  return { id, path, modifiedAt: REFERENCE.test(path) ? 0 : (await stat(path)).mtimeMs };
}

interface Scan {
  /** Real paths of what was visited. */
  seen: Set<string>;
  found: Found[];
  problems: Catalog['problems'];
}

async function visit(path: string, scan: Scan): Promise<void> {
  try {
    const status = await stat(path);
    if (!status.isDirectory() && !(status.isFile() && isModelFileName(basename(path)))) return;
    const real = await realpath(path);
    if (scan.seen.has(real)) return;
    scan.seen.add(real);
    if (status.isFile()) scan.found.push({ ...modelName(basename(path)), path, modifiedAt: status.mtimeMs });
    else await visitFolder(path, scan);
  } catch (error) {
    // a folder that was never made, a link to nothing, a file that went away meanwhile
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    scan.problems.push({ path, reason: (error as Error).message });
  }
}

async function visitFolder(folder: string, scan: Scan): Promise<void> {
  const names = (await readdir(folder)).filter((name) => !name.startsWith('.')).sort();
  const onnx = names.includes('model.onnx') ? 'model.onnx' : names.find((name) => name.endsWith('.onnx'));
  if (onnx && names.includes('tokenizer.json')) {
    const { mtimeMs } = await stat(join(folder, onnx));
    scan.found.push({ id: basename(folder), path: folder, modifiedAt: mtimeMs });
  }
  for (const name of names) await visit(join(folder, name), scan);
}
