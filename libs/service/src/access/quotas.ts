import { PluginError } from '@predict-otron/plugin-sdk';
import { type RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible';
import type { ApiKey } from './api-key.js';
import type { Quota } from './quota.js';
import type { QuotaStore } from './quota-store.js';

const WINDOWS = [
  { limit: 'requestsPerMinute', seconds: 60, name: 'a minute' },
  { limit: 'requestsPerDay', seconds: 86_400, name: 'a day' },
] as const;

/** What is left to a key, of its tightest limit. */
export interface Allowance {
  limit: number;
  remaining: number;
  resetSeconds: number;
}

/** What keys may use up, and what they have. */
export class Quotas {
  private readonly limiters = new Map<string, RateLimiterAbstract>();
  private readonly running = new Map<string, number>();

  /** `common`: the quota of keys without one of their own. */
  constructor(
    private readonly store: QuotaStore,
    private readonly common?: Quota,
  ) {}

  of(key: ApiKey | undefined): Quota | undefined {
    return key && (key.quota ?? this.common);
  }

  /** Counts a request that begins. Throws `RATE_LIMITED`; then nothing has begun. `end` it once otherwise. */
  async begin(key: ApiKey): Promise<{ allowance?: Allowance; end(): void }> {
    const quota = this.of(key) ?? {};
    const end = this.occupy(key.name, quota.concurrent);
    try {
      const allowances: Allowance[] = [];
      for (const window of WINDOWS) {
        const limit = quota[window.limit];
        if (limit !== undefined) allowances.push(await this.count(key.name, limit, window));
      }
      const [allowance] = allowances.sort((a, b) => a.remaining - b.remaining);
      return { end, ...(allowance && { allowance }) };
    } catch (error) {
      end();
      throw error;
    }
  }

  private async count(key: string, limit: number, window: (typeof WINDOWS)[number]): Promise<Allowance> {
    try {
      return allowanceOf(await this.limiter(window.limit, limit, window.seconds).consume(key), limit);
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      const { resetSeconds } = allowanceOf(error, limit);
      throw limited(`This key may send ${limit} requests ${window.name}; try again in ${resetSeconds} s.`, {
        retryAfterSeconds: resetSeconds,
        limit,
      });
    }
  }

  private occupy(key: string, most = Number.POSITIVE_INFINITY): () => void {
    const running = this.running.get(key) ?? 0;
    if (running >= most) {
      throw limited(`This key may have ${most} requests at a time: wait until one has ended.`, {
        retryAfterSeconds: 1,
      });
    }
    this.running.set(key, running + 1);
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      const left = (this.running.get(key) ?? 1) - 1;
      if (left > 0) this.running.set(key, left);
      else this.running.delete(key);
    };
  }

  private limiter(name: string, points: number, seconds: number): RateLimiterAbstract {
    const id = `${name}=${points}`;
    const known = this.limiters.get(id) ?? this.store(name, points, seconds);
    this.limiters.set(id, known);
    return known;
  }
}

function allowanceOf({ remainingPoints, msBeforeNext }: RateLimiterRes, limit: number): Allowance {
  return { limit, remaining: Math.max(0, remainingPoints), resetSeconds: Math.max(1, Math.ceil(msBeforeNext / 1000)) };
}

function limited(message: string, details: { retryAfterSeconds: number; limit?: number }): PluginError {
  return new PluginError('RATE_LIMITED', message, details);
}
