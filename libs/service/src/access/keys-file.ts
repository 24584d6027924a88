import { readFileSync } from 'node:fs';
import { type ApiKey, isKeyName, isPriority } from './api-key.js';
import { type Quota, toQuota } from './quota.js';
import { SCOPES, type Scope } from './scope.js';

const FIELDS = ['name', 'sha256', 'scopes', 'expires', 'quota', 'priority'];

/** An entry as it stands in the file. */
export interface KeyEntry {
  name: string;
  sha256: string;
  scopes?: Scope[];
  expires?: string;
  quota?: Quota;
  priority?: number;
}

/** Reads a file of keys. Throws an Error that says what is wrong in it, and never quotes a hash. */
export function readKeysFile(path: string): ApiKey[] {
  return checkKeys(readKeyEntries(path), path);
}

/** Reads the entries of a file as they are; `checkKeys` says whether they can be used. */
export function readKeyEntries(path: string): unknown[] {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    // the message of a JSON error quotes what it could not read
    const reason = error instanceof SyntaxError ? 'it is not valid JSON' : (error as Error).message;
    throw new Error(`The keys file ${path} cannot be used: ${reason}.`);
  }
  const keys = (content as { keys?: unknown } | null)?.keys;
  if (!Array.isArray(keys)) throw new Error(`The keys file ${path} must be an object with a list "keys".`);
  return keys;
}

/** The keys of a file's entries. Throws an Error that says what is wrong in them. */
export function checkKeys(entries: unknown[], path: string): ApiKey[] {
  const read = entries.map((entry, i) => toKey(entry, `keys[${i}] in ${path}`));
  const names = read.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new Error(`The keys file ${path} has the name "${twice}" twice.`);
  return read;
}

function toKey(entry: unknown, where: string): ApiKey {
  if (typeof entry !== 'object' || entry === null) throw new Error(`${where} must be an object.`);
  const { name, sha256, scopes, expires, quota, priority, ...others } = entry as Record<string, unknown>;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined)
    throw new Error(`${where} has an unknown field "${unknown}": it may have ${FIELDS.join(', ')}.`);
  if (typeof name !== 'string' || !isKeyName(name)) {
    throw new Error(`${where} needs a "name" of up to 64 letters, digits and . _ @ -.`);
  }
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/i.test(sha256)) {
    throw new Error(`${where} needs "sha256", the SHA-256 of the key in 64 hexadecimal digits.`);
  }
  const known = Array.isArray(scopes) && scopes.length > 0 && scopes.every((scope) => SCOPES.includes(scope));
  if (scopes !== undefined && !known) throw new Error(`${where}.scopes must be a list of ${SCOPES.join(', ')}.`);
  const time = expires === undefined ? undefined : Date.parse(String(expires));
  if (Number.isNaN(time)) throw new Error(`${where}.expires must be a time such as 2027-01-31T00:00:00Z.`);
  if (priority !== undefined && !isPriority(priority))
    throw new Error(`${where}.priority must be a whole number from 0 to 9.`);
  return {
    name,
    hash: Buffer.from(sha256, 'hex'),
    scopes: new Set((scopes as Scope[] | undefined) ?? SCOPES),
    ...(time !== undefined && { expires: time }),
    ...(priority !== undefined && { priority }),
    ...(quota !== undefined && { quota: toQuota(quota, `${where}.quota`) }),
  };
}
