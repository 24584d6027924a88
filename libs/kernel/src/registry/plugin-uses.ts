import { BehaviorSubject, filter, firstValueFrom } from 'rxjs';
import type { PluginRecord } from './plugin-record.js';

/** Who still works with a plugin, so that one that was replaced is disposed after its last user. */
export class PluginUses {
  private readonly counts = new Map<PluginRecord, BehaviorSubject<number>>();

  /** From now on it is in use; call what comes back once when that ends. */
  begin(record: PluginRecord): () => void {
    const count = this.counts.get(record) ?? new BehaviorSubject(0);
    this.counts.set(record, count);
    count.next(count.value + 1);
    return () => {
      if (count.value === 1) this.counts.delete(record);
      count.next(count.value - 1);
    };
  }

  /** Resolves as soon as nobody uses it. */
  async ended(record: PluginRecord): Promise<void> {
    const count = this.counts.get(record);
    if (count) await firstValueFrom(count.pipe(filter((users) => users === 0)));
  }
}
