import type { KeyRing } from './key-ring.js';
import type { Quotas } from './quotas.js';

/** What the work of models costs the key that asked for it. Can be injected everywhere. */
export class KeyUsage {
  constructor(
    private readonly keys: Pick<KeyRing, 'named'>,
    private readonly quotas: Pick<Quotas, 'spend'>,
  ) {}

  /** Counts the tokens of work that has ended; those of a key that was revoked meanwhile concern nobody. */
  async spend(name: string, tokens: number): Promise<void> {
    const key = this.keys.named(name);
    if (key) await this.quotas.spend(key, tokens);
  }
}
