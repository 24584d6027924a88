import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Keeps a value as JSON at an absolute path; whoever reads meanwhile sees the old file or the new one. Never rejects: a
 * cache that cannot be written costs what it would have saved after the next start, nothing else.
 */
export async function writeCache(file: string, value: unknown): Promise<void> {
  const aside = `${file}.${process.pid}`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(aside, JSON.stringify(value));
    await rename(aside, file);
  } catch {
    // see above
  }
}
