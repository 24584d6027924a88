import type { PluginError } from '@predict-otron/plugin-sdk';

/** A request that waits for slots. */
export interface Waiter {
  /** Slots that it needs. */
  weight: number;
  /** Higher is served first. */
  priority: number;
  /** How often one that came later was put before it. */
  overtaken: number;
  /** Its place as it was last told, from 1; 0 before. */
  position: number;
  /** Called once, when it has its slots. */
  start(): void;
  /** Called when its place has changed. */
  tell(position: number): void;
  /** Called when it waits in vain. */
  fail(error: PluginError): void;
}

/** A waiter that was overtaken this often is overtaken no more, so that everybody's turn comes. */
export const OVERTAKEN_AT_MOST = 64;

/** Puts a waiter in its place: behind those of its own or a higher priority, before lower ones that can still wait. */
export function insert(waiting: Waiter[], waiter: Waiter): void {
  let place = waiting.length;
  while (place > 0) {
    const before = waiting[place - 1] as Waiter;
    if (before.priority >= waiter.priority || before.overtaken >= OVERTAKEN_AT_MOST) break;
    before.overtaken++;
    place--;
  }
  waiting.splice(place, 0, waiter);
}
