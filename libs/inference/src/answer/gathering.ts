/** Calls all who wait at the end of a frame: one timer, and one wake-up of a client that reads many streams. */
export class FrameClock {
  private waiting = new Set<() => void>();
  private timer: NodeJS.Timeout | undefined;

  /** @param frameMs from the first who waits to the call of all */
  constructor(private readonly frameMs: number) {}

  /** @returns what takes it back */
  atEnd(call: () => void): () => void {
    this.timer ??= setTimeout(() => this.end(), this.frameMs);
    this.waiting.add(call);
    return () => this.waiting.delete(call);
  }

  private end(): void {
    this.timer = undefined;
    const calls = this.waiting;
    this.waiting = new Set();
    for (const call of calls) call();
  }
}
