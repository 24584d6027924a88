import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { etagOf } from './cache/repo-folder.js';
import { sumFile } from './cache/url-folder.js';
import { checksumOf } from './download/checksum.js';
import type { StoredModel } from './stored-model.js';

/** What the check of a model found. */
export interface Verification {
  id: string;
  /** Files whose content is what it should be. */
  intact: number;
  /** Files that nobody told a checksum of, such as copies of other tools. */
  unknown: number;
  /** Files, by their names, that changed or that cannot be read. */
  damaged: string[];
}

/** Reads all of a model and compares it with its checksums: the names of its blobs, or what was noted when it came. */
export async function verifyModel({ id, locations }: StoredModel, signal?: AbortSignal): Promise<Verification> {
  const result: Verification = { id, intact: 0, unknown: 0, damaged: [] };
  for (const location of locations) {
    const expected = (await etagOf(location)) ?? (await noted(location));
    if (expected === undefined) result.unknown++;
    else if ((await checksumOf(location, expected, signal)) === expected) result.intact++;
    else result.damaged.push(basename(location));
  }
  return result;
}

async function noted(location: string): Promise<string | undefined> {
  return readFile(sumFile(location), 'utf8').catch(() => undefined);
}
