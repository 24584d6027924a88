/** Calls all who wait for the same moment together: one timer, and one wake-up of a client that reads many streams. */
export class Gathering {
  private waiting = new Set<() => void>();
  private begun = false;

  /** @param schedule sets the moment when the first one waits: the end of a frame, or of a turn */
  constructor(private readonly schedule: (call: () => void) => unknown) {}

  /** @returns what takes it back */
  wait(call: () => void): () => void {
    this.waiting.add(call);
    if (!this.begun) this.schedule(() => this.end());
    this.begun = true;
    return () => this.waiting.delete(call);
  }

  private end(): void {
    this.begun = false;
    const calls = this.waiting;
    this.waiting = new Set();
    for (const call of calls) call();
  }
}
