import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Folders of downloads begin with it; a dot keeps them out of every search for models. */
export const DOWNLOAD_PREFIX = '.download-';

/** A download writes all the time: an hour of silence means that its process is gone. */
const SILENCE_MS = 60 * 60 * 1000;

/** Removes what downloads left behind that never ended, of this process or of another one. */
export async function removeStaleDownloads(cacheFolder: string, now = Date.now()): Promise<void> {
  const names = (await readdir(cacheFolder)).filter((name) => name.startsWith(DOWNLOAD_PREFIX));
  for (const name of names) {
    const folder = join(cacheFolder, name);
    if (now - (await lastChange(folder)) > SILENCE_MS) await rm(folder, { recursive: true, force: true });
  }
}

async function lastChange(folder: string): Promise<number> {
  const paths = await readdir(folder, { recursive: true }).catch(() => []);
  const times = [folder, ...paths.map((path) => join(folder, path))].map((path) =>
    stat(path).then(
      (file) => file.mtimeMs,
      // gone meanwhile: somebody is at work
      () => Number.POSITIVE_INFINITY,
    ),
  );
  return Math.max(...(await Promise.all(times)));
}
