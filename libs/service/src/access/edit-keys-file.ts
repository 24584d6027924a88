import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, openSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { digest } from './api-key.js';
import { checkKeys, type KeyEntry, readKeyEntries } from './keys-file.js';
import { parseQuota } from './quota.js';
import { SCOPES } from './scope.js';

/** What a new key may do. */
export interface NewKey extends Pick<KeyEntry, 'name' | 'scopes' | 'expires' | 'priority'> {
  /** As a setting has them: `requestsPerMinute=60`. */
  quota?: string[];
}

/** What a file tells of a key: neither the key, which is not in it, nor its hash. */
export interface KeyFacts extends Omit<KeyEntry, 'sha256'> {
  scopes: NonNullable<KeyEntry['scopes']>;
  expired: boolean;
}

/** The keys of a file, in its order. Throws an Error that says what is wrong with it. */
export function listKeys(path: string): KeyFacts[] {
  const entries = readKeyEntries(path) as KeyEntry[];
  checkKeys(entries, path);
  return entries.map(({ sha256: _, scopes, ...facts }) => ({
    ...facts,
    scopes: scopes ?? [...SCOPES],
    expired: facts.expires !== undefined && Date.parse(facts.expires) <= Date.now(),
  }));
}

/**
 * Makes a key of 256 random bits, adds its hash to the file, which it makes where there is none, and returns the key: it
 * cannot be had again. Throws an Error that says what cannot be used; then the file is as it was.
 */
export function addKey(path: string, { quota = [], ...key }: NewKey): string {
  const secret = `sk-${randomBytes(32).toString('hex')}`;
  const limits = parseQuota(quota);
  const { name, ...rest } = key;
  const entry: KeyEntry = { name, sha256: digest(secret).toString('hex'), ...rest, ...(limits && { quota: limits }) };
  edit(path, (entries) => [...entries, entry]);
  return secret;
}

/** Takes a key out of the file. Throws an Error where there is none of this name. */
export function revokeKey(path: string, name: string): void {
  edit(path, (entries) => {
    const left = entries.filter((entry) => entry.name !== name);
    if (left.length === entries.length) throw new Error(`The keys file ${path} has no key "${name}".`);
    return left;
  });
}

/** A reader sees the file as it was or as it is now; of two who write at a time one is refused. */
function edit(given: string, change: (entries: KeyEntry[]) => KeyEntry[]): void {
  const exists = existsSync(given);
  // a link stays one
  const path = exists ? realpathSync(given) : given;
  const fresh = `${path}.new`;
  const file = claim(fresh, path, exists ? statSync(path).mode : 0o600);
  try {
    const entries = exists ? readKeyEntries(path) : [];
    checkKeys(entries, given);
    const changed = change(entries as KeyEntry[]);
    checkKeys(changed, given);
    writeFileSync(file, `${JSON.stringify({ keys: changed }, null, 2)}\n`);
    closeSync(file);
    renameSync(fresh, path);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error;
  }
}

function claim(fresh: string, path: string, mode: number): number {
  try {
    return openSync(fresh, 'wx', mode & 0o777);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST') throw new Error(`The keys file ${path} cannot be written: ${message}.`);
    throw new Error(`Another program is writing ${path}; if none is, delete ${fresh}.`);
  }
}
