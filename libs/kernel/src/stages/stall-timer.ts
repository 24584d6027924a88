/**
 * Finds a stage that takes events and gives none. One event that stays in it while no other comes is no stall: it may
 * have to see the next one first. Nor is it the stage's doing that the model waits for the reader.
 */
export class StallTimer {
  private timer?: NodeJS.Timeout;
  /** Events that went in since the last one came out. */
  private inside = 0;
  private sourceEnded = false;
  private begun = false;

  constructor(
    private readonly limitMs: number,
    private readonly isModelWaiting: () => boolean,
    private readonly onStall: () => void,
  ) {}

  /** The stage has subscribed to its source; one that never does is stalled, too. */
  begin(): void {
    this.begun = true;
  }

  took(): void {
    this.inside += 1;
  }

  gave(): void {
    this.inside = 0;
    this.stop();
  }

  /** The source has no more for it. */
  ended(): void {
    this.sourceEnded = true;
  }

  /** The stage has given the thread back: from now on it counts. */
  settle(): void {
    if (this.isPatient && this.inside === 0) return;
    this.timer ??= setTimeout(() => this.look(), this.limitMs);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** More may come in. */
  private get isPatient(): boolean {
    return this.begun && !this.sourceEnded;
  }

  private look(): void {
    this.timer = undefined;
    if (this.isModelWaiting() || (this.isPatient && this.inside < 2)) this.settle();
    else this.onStall();
  }
}
