import { PluginError } from '@predict-otron/plugin-sdk';

const FIRST_DELAY_MS = 1000;
const LONGEST_DELAY_MS = 60_000;
/** An engine that ran for this long is no longer held responsible for the crashes before. */
const FORGIVEN_AFTER_MS = 60_000;

/** When a model whose engine crashed may be loaded again: at once after one crash, then later and later. */
export class CrashBackoff {
  private crashes = 0;
  private startedAt = 0;
  private allowedAt = 0;

  constructor(
    private readonly modelId: string,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** A load begins. Throws `ENGINE_CRASHED` with details `retryAfterSeconds` where it is too soon. */
  start(): void {
    const waitMs = this.allowedAt - this.now();
    if (waitMs > 0) {
      const retryAfterSeconds = Math.ceil(waitMs / 1000);
      const message = `The engine of ${this.modelId} crashed ${this.crashes} times in a row. Try again in ${retryAfterSeconds} s.`;
      throw new PluginError('ENGINE_CRASHED', message, { retryAfterSeconds });
    }
    this.startedAt = this.now();
  }

  /** What was started last has crashed. */
  crashed(): void {
    const ranMs = this.now() - this.startedAt;
    this.crashes = ranMs >= FORGIVEN_AFTER_MS ? 1 : this.crashes + 1;
    const delayMs = this.crashes === 1 ? 0 : Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (this.crashes - 2));
    this.allowedAt = this.now() + delayMs;
  }
}
