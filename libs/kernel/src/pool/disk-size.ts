import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** The first of several shards: `name-00001-of-00003.gguf`. */
const SHARD = /^(.*)-\d{5}-of-(\d{5})\.gguf$/;

/** Bytes of a model on disk: its file, all its shards, or all files of its folder. 0 where there is nothing. */
export async function diskSize(path: string): Promise<number> {
  const status = await stat(path).catch(() => undefined);
  if (!status) return 0;
  if (status.isDirectory()) return sum((await readdir(path)).map((name) => join(path, name)));
  const shard = SHARD.exec(basename(path));
  if (!shard) return status.size;
  const [, stem, count] = shard as unknown as [string, string, string];
  const names = Array.from(
    { length: Number(count) },
    (_, i) => `${stem}-${`${i + 1}`.padStart(5, '0')}-of-${count}.gguf`,
  );
  return sum(names.map((name) => join(dirname(path), name)));
}

async function sum(paths: string[]): Promise<number> {
  const sizes = await Promise.all(
    paths.map(async (path) => {
      const status = await stat(path).catch(() => undefined);
      return status?.isFile() ? status.size : 0;
    }),
  );
  return sizes.reduce((total, size) => total + size, 0);
}
