import { mkdir, open, readdir, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ModelFile } from '@predict-otron/plugin-sdk';

/** A text file and an empty folder: models of no kind. */
export async function foreignFiles(scratch: string): Promise<ModelFile[]> {
  const file = join(scratch, 'notes.txt');
  const folder = join(scratch, 'empty');
  await writeFile(file, 'These are notes, and no model of any kind.\n');
  await mkdir(folder, { recursive: true });
  return [file, folder].map((path) => ({ id: basename(path), path }));
}

/** The same model with only the first bytes of each file left; `undefined` for a reference to what is not on disk. */
export async function brokenCopy(model: ModelFile, scratch: string): Promise<ModelFile | undefined> {
  const path = join(scratch, `broken-${basename(model.path)}`);
  const found = await stat(model.path).catch(() => undefined);
  if (!found) return undefined;
  if (found.isDirectory()) {
    await mkdir(path, { recursive: true });
    const entries = await readdir(model.path, { withFileTypes: true });
    for (const entry of entries.filter((each) => each.isFile()))
      await copyStart(join(model.path, entry.name), join(path, entry.name));
  } else await copyStart(model.path, path);
  return { ...model, path };
}

async function copyStart(from: string, to: string): Promise<void> {
  const file = await open(from);
  try {
    const { size } = await file.stat();
    const { buffer } = await file.read({ length: Math.min(size >> 1, 1024), position: 0 });
    await writeFile(to, buffer.subarray(0, Math.min(size >> 1, 1024)));
  } finally {
    await file.close();
  }
}
