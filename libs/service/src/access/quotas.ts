import { PluginError } from '@predict-otron/plugin-sdk';
import { type RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible';
import type { ApiKey } from './api-key.js';
import { limitsTokens, type Quota } from './quota.js';
import type { QuotaStore } from './quota-store.js';

const WINDOWS = [
  { limit: 'requestsPerMinute', seconds: 60, name: 'a minute' },
  { limit: 'requestsPerDay', seconds: 86_400, name: 'a day' },
] as const;
const TOKEN_WINDOWS = [
  { limit: 'tokensPerMinute', seconds: 60, name: 'a minute' },
  { limit: 'tokensPerDay', seconds: 86_400, name: 'a day' },
] as const;

type Window = (typeof WINDOWS)[number] | (typeof TOKEN_WINDOWS)[number];

/** What is left to a key, of its tightest limit. */
export interface Allowance {
  limit: number;
  remaining: number;
  resetSeconds: number;
}

/** What is left to a key of each kind that is limited. */
export interface Allowances {
  requests?: Allowance;
  tokens?: Allowance;
}

/** What keys may use up, and what they have. */
export class Quotas {
  private readonly limiters = new Map<string, RateLimiterAbstract>();
  private readonly running = new Map<string, number>();
  /** Called before the tokens of a key are looked at: who learns of some later than they were used sets it. */
  gather: () => Promise<void> = async () => {};

  /** `common`: the quota of keys without one of their own; `countsTokens`: whether somebody calls `spend` here. */
  constructor(
    private readonly store: QuotaStore,
    private readonly common?: Quota,
    private readonly countsTokens = true,
  ) {}

  of(key: ApiKey | undefined): Quota | undefined {
    return key && (key.quota ?? this.common);
  }

  /** Counts a request that begins. Throws `RATE_LIMITED`; then nothing has begun. `end` it once otherwise. */
  async begin(key: ApiKey): Promise<{ allowances: Allowances; end(): void }> {
    const quota = this.of(key) ?? {};
    if (limitsTokens(quota)) {
      if (!this.countsTokens) throw tokensUncounted(key.name);
      await this.gather();
    }
    const end = this.occupy(key.name, quota.concurrent);
    try {
      // first what is only looked at, so that a request that is refused for it is not counted
      const tokens = await tightest(TOKEN_WINDOWS, quota, (limit, window) => this.look(key.name, limit, window));
      const requests = await tightest(WINDOWS, quota, (limit, window) => this.count(key.name, limit, window));
      return { end, allowances: { ...(requests && { requests }), ...(tokens && { tokens }) } };
    } catch (error) {
      end();
      throw error;
    }
  }

  /** Counts the tokens of an answer that has ended, also beyond what the key may use. */
  async spend(key: ApiKey, tokens: number): Promise<void> {
    const quota = this.of(key) ?? {};
    await Promise.all(
      TOKEN_WINDOWS.map(({ limit, seconds }) => {
        const points = quota[limit];
        return points === undefined ? undefined : this.limiter(limit, points, seconds).penalty(key.name, tokens);
      }),
    );
  }

  private async look(key: string, limit: number, window: Window): Promise<Allowance> {
    const used = await this.limiter(window.limit, limit, window.seconds).get(key);
    if (!used) return { limit, remaining: limit, resetSeconds: 0 };
    const allowance = allowanceOf(used, limit);
    if (allowance.remaining > 0) return allowance;
    throw tooMany('tokens', `This key may use ${limit} tokens ${window.name}`, allowance);
  }

  private async count(key: string, limit: number, window: Window): Promise<Allowance> {
    try {
      return allowanceOf(await this.limiter(window.limit, limit, window.seconds).consume(key), limit);
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      throw tooMany('requests', `This key may send ${limit} requests ${window.name}`, allowanceOf(error, limit));
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

/** Asks about each limit that a quota has; of what is left, the least. */
async function tightest(
  windows: readonly Window[],
  quota: Quota,
  ask: (limit: number, window: Window) => Promise<Allowance>,
): Promise<Allowance | undefined> {
  const all: Allowance[] = [];
  for (const window of windows) {
    const limit = quota[window.limit];
    if (limit !== undefined) all.push(await ask(limit, window));
  }
  return all.sort((a, b) => a.remaining - b.remaining)[0];
}

function tooMany(of: keyof Allowances, what: string, { limit, resetSeconds }: Allowance): PluginError {
  return limited(`${what}; try again in ${resetSeconds} s.`, { retryAfterSeconds: resetSeconds, limit, of });
}

interface LimitDetails {
  retryAfterSeconds: number;
  limit?: number;
  of?: keyof Allowances;
}

function limited(message: string, details: LimitDetails): PluginError {
  return new PluginError('RATE_LIMITED', message, { ...details });
}

/** For a quota of tokens where nobody tells of them. */
export function tokensUncounted(key: string): PluginError {
  return new PluginError('FORBIDDEN', `The quota of the API key "${key}" limits tokens, ${WHO_TELLS}`);
}

/** The end of a sentence about a quota of tokens. */
export const WHO_TELLS =
  'of which engines tell only a server that they know: set the same OTRON_SERVICE_TOKEN here and there.';
