import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';

const CHUNK = 2 ** 20;

/** What a file's content must add up to: 64 hexadecimal digits are its SHA-256, 40 are git's SHA-1 of it as a blob. */
export type Etag = string;

/** The checksum of a file, in the kind of `like`. Reads all of it. */
export async function checksumOf(
  path: string,
  like: Etag,
  signal?: AbortSignal,
  onBytes?: (bytes: number) => void,
): Promise<Etag> {
  const hash = createHash(like.length === 40 ? 'sha1' : 'sha256');
  if (like.length === 40) hash.update(`blob ${(await stat(path)).size}\0`);
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK, signal })) {
    hash.update(chunk);
    onBytes?.(chunk.length);
  }
  return hash.digest('hex');
}

/** Whether a blob's name tells its checksum. */
export function isChecksum(name: string): boolean {
  return /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(name);
}
