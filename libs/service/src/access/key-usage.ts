import type { SharedRedis } from '../shared/shared-redis.js';
import type { KeyRing } from './key-ring.js';
import type { Quotas } from './quotas.js';
import { SharedUse } from './shared-use.js';
import { type DayOfUse, type Use, UseByDay } from './use-by-day.js';

export type { DayOfUse } from './use-by-day.js';

/** What the work of models costs the key that asked for it: its quota, and its use by day. Can be injected everywhere. */
export class KeyUsage {
  private readonly own = new UseByDay();
  private readonly common?: SharedUse;

  /** `shared`: where all servers count together. */
  constructor(
    private readonly keys: Pick<KeyRing, 'named'>,
    private readonly quotas: Pick<Quotas, 'spend'>,
    shared?: SharedRedis,
  ) {
    if (shared) this.common = new SharedUse(shared.client);
  }

  /** Counts a request that has reached a model; without a name: of somebody without a key. */
  async begin(name: string | undefined): Promise<void> {
    await this.add(name, { requests: 1, promptTokens: 0, generatedTokens: 0 });
  }

  /** Counts the tokens of work that has ended. A key that was revoked meanwhile has no quota any more. */
  async spend(name: string | undefined, tokens: Omit<Use, 'requests'>): Promise<void> {
    const key = name === undefined ? undefined : this.keys.named(name);
    const sum = tokens.promptTokens + tokens.generatedTokens;
    if (sum === 0) return;
    await Promise.all([key && this.quotas.spend(key, sum), this.add(name, { requests: 0, ...tokens })]);
  }

  /** The newest day first. `shared`: it is that of all servers that use the same Redis. */
  async list(): Promise<{ days: DayOfUse[]; shared: boolean }> {
    const common = await this.common?.list().catch(() => undefined);
    if (!common) return { days: this.own.list(), shared: false };
    // what was counted here while Redis was away
    for (const { day, key, ...use } of this.own.list()) common.add(day, key, use);
    return { days: common.list(), shared: true };
  }

  private async add(name: string | undefined, use: Use): Promise<void> {
    const day = new Date().toISOString().slice(0, 10);
    const kept = this.common?.add(day, name, use);
    if (kept) await kept.catch(() => this.own.add(day, name, use));
    else this.own.add(day, name, use);
  }
}
