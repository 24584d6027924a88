import { createHash } from 'node:crypto';
import type { Quota } from './quota.js';
import type { Scope } from './scope.js';

/** A key as the server keeps it: never the key itself. */
export interface ApiKey {
  /** Stands in the log. */
  name: string;
  hash: Buffer;
  scopes: ReadonlySet<Scope>;
  /** Milliseconds since 1970; absent: never. */
  expires?: number;
  /** Whose generations leave the queue first, 0 to 9; absent: 0. */
  priority?: number;
  /** Absent: the quota of all keys, if any. */
  quota?: Quota;
}

/** Whether a value may be the priority of a key. */
export function isPriority(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 9;
}

/** Whether a text may be the name of a key. */
export function isKeyName(text: string): boolean {
  return /^[\w.@-]{1,64}$/.test(text);
}

/**
 * The SHA-256 of a secret, 32 bytes. A fast hash is enough, because keys are random: there is nothing to guess that a slow
 * one would have to slow down.
 */
export function digest(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
