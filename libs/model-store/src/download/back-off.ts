import { setTimeout as sleep } from 'node:timers/promises';
import { PluginError } from '@predict-otron/plugin-sdk';
import { networkFailure } from '../net/network-failure.js';

/** How often, and after how long, something that failed for now is tried again. */
export interface Backoff {
  /** Tries without any progress before it is given up. */
  tries: number;
  /** Milliseconds before the second try; doubled for each later one, with a random part. */
  firstMs: number;
  /** Milliseconds at most. */
  limitMs: number;
}

const DEFAULTS: Backoff = { tries: 6, firstMs: 500, limitMs: 30_000 };

/** What a try is told. */
export interface Try {
  /** Something was gained: failures before this no longer count. */
  gained(): void;
}

/** Repeats what fails for now: a broken connection, a timeout, 408, 429 (as long as it asks for), 5xx. */
export async function withRetries<T>(
  { host, signal, ...more }: { host: string; signal?: AbortSignal } & Partial<Backoff>,
  work: (attempt: Try) => Promise<T>,
): Promise<T> {
  const { tries, firstMs, limitMs } = { ...DEFAULTS, ...more };
  let failures = 0;
  const attempt = {
    gained: () => {
      failures = 0;
    },
  };
  for (;;) {
    try {
      return await work(attempt);
    } catch (error) {
      signal?.throwIfAborted();
      const failure = networkFailure(error, host);
      failures++;
      if (failures >= tries || !isPassing(failure)) throw failure;
      const wait = Math.min(limitMs, firstMs * 2 ** (failures - 1));
      const asked = Number(failure.details.retryAfterSeconds ?? 0) * 1000;
      // a Hub that asks for more patience than this is told of at once
      if (asked > 10 * limitMs) throw failure;
      await sleep(Math.max(asked, wait * (0.5 + Math.random() / 2)), undefined, { signal });
    }
  }
}

function isPassing(failure: unknown): failure is PluginError {
  if (!PluginError.is(failure)) return false;
  const { upstreamStatus: status } = failure.details;
  if (failure.code === 'RATE_LIMITED' || status === 408) return true;
  return failure.code === 'UPSTREAM' && (typeof status !== 'number' || status >= 500);
}
