import { createReadStream } from 'node:fs';
import { mkdir, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { extract, type ReadEntry } from 'tar';

/**
 * Unpacks a tar.gz into a new folder and gives the folder with the model's files: the archive's only top folder, or
 * the new one itself. Any path that leads out of it is an error; links, devices and macOS' `._` files are left out.
 */
export async function unpackArchive(archive: string, folder: string, signal: AbortSignal): Promise<string> {
  await mkdir(folder);
  const unpack = extract({
    cwd: folder,
    strict: true,
    noMtime: true,
    filter: (path, entry) => isPlain(entry as ReadEntry) && !basename(path).startsWith('._'),
  });
  await pipeline(createReadStream(archive), unpack, { signal });
  const [only, ...others] = await readdir(folder);
  if (only === undefined || others.length > 0) return folder;
  const top = join(folder, only);
  return (await stat(top)).isDirectory() ? top : folder;
}

function isPlain(entry: ReadEntry): boolean {
  return ['File', 'OldFile', 'ContiguousFile', 'Directory'].includes(entry.type);
}
