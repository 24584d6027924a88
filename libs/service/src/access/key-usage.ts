import type { IncomingMessage } from 'node:http';
import type { SharedRedis } from '../shared/shared-redis.js';
import { callerOf } from './caller.js';
import type { KeyRing } from './key-ring.js';
import type { Quota } from './quota.js';
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
    private readonly quotas: Pick<Quotas, 'spend' | 'of' | 'gather'>,
    shared?: SharedRedis,
  ) {
    if (shared) this.common = new SharedUse(shared.client);
  }

  /** Counts a request that has reached a model; without a name: of somebody without a key. */
  async begin(name: string | undefined): Promise<void> {
    await this.add(name, { requests: 1, promptTokens: 0, generatedTokens: 0 });
  }

  /**
   * Counts the tokens of work that has ended. A key that was revoked meanwhile has no quota any more.
   *
   * @param charged false where a server in front charges them
   */
  async spend(name: string | undefined, tokens: Omit<Use, 'requests'>, charged = true): Promise<void> {
    const sum = tokens.promptTokens + tokens.generatedTokens;
    if (sum === 0) return;
    const charge = name !== undefined && charged ? this.charge(name, sum) : undefined;
    await Promise.all([charge, this.add(name, { requests: 0, ...tokens })]);
  }

  /** What the sender of a request may use up; undefined where nothing is limited. */
  quotaOf(request: IncomingMessage): Quota | undefined {
    return this.quotas.of(callerOf(request).key);
  }

  /**
   * For a server whose keys use up tokens elsewhere. `gather` is called before each look at what is left of them; it charges
   * what is not charged yet.
   */
  gatherBy(gather: () => Promise<void>): void {
    this.quotas.gather = gather;
  }

  /** Takes tokens from what a key may use; for those that were used elsewhere, and are in the list of use there. */
  async charge(name: string, tokens: number): Promise<void> {
    const key = this.keys.named(name);
    if (key) await this.quotas.spend(key, tokens);
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
