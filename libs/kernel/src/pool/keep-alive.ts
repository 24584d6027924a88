/** Longer than this a timer cannot wait: about 24 days, which is for ever. */
const TIMER_LIMIT_MS = 2 ** 31 - 1;

/** How long a model stays in memory after it has answered. */
export class KeepAlive {
  private timer?: NodeJS.Timeout;
  private endsAt?: number;

  /** `ms`: infinite for ever. `onEnd` is called when the time is over. */
  constructor(
    private ms: number,
    private readonly onEnd: () => void,
  ) {}

  /** Milliseconds since the epoch when it will be unloaded; undefined while it answers, and where it stays for ever. */
  get expiresAt(): number | undefined {
    return this.endsAt;
  }

  /** Holds from the next time that it is idle. */
  set(ms: number): void {
    this.ms = ms;
  }

  /** Somebody needs it. */
  stop(): void {
    clearTimeout(this.timer);
    this.endsAt = undefined;
  }

  /** It is idle from now on. */
  start(): void {
    this.stop();
    if (this.ms > TIMER_LIMIT_MS) return;
    this.endsAt = Date.now() + this.ms;
    this.timer = setTimeout(() => this.onEnd(), this.ms);
    this.timer.unref();
  }
}
