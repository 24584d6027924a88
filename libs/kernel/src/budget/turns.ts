import type { Tenant } from './tenant.js';

/** How models that do not fit together take turns. */
export interface Turns {
  /** Milliseconds for which requests for a model in memory are still let in while another model waits for its memory. */
  turnMs: number;
  /** Milliseconds that a model waits for memory at most. */
  waitMs: number;
}

/**
 * When the turn of a model ends for one that has waited since then, and until when it stays although it is idle: for as
 * long as its load took, since the next request for it may come just now, and a swap costs two loads. Milliseconds.
 */
export function turnsOf(
  { loadedAt, lastUsedAt, loadMs }: Pick<Tenant, 'loadedAt' | 'lastUsedAt' | 'loadMs'>,
  since: number,
  { turnMs }: Turns,
): { endsAt: number; idleUntil: number } {
  const endsAt = Math.max(since, loadedAt) + turnMs;
  return { endsAt, idleUntil: Math.min(endsAt, Math.max(lastUsedAt, loadedAt) + loadMs) };
}
