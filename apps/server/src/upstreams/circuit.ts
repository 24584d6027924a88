/** Failures in a row after which an engine is left alone. */
const FAILURES = 3;
/** How long, in milliseconds: at first, doubled with each further failure, and at most. */
const PAUSE = 1_000;
const LONGEST_PAUSE = 30_000;

/** Leaves alone what failed several times in a row, and tries it again after a while. */
export class Circuit {
  private failures = 0;
  private openUntil = 0;

  /** `now`: milliseconds since the epoch. */
  constructor(private readonly now: () => number = Date.now) {}

  /** True while nothing should be sent. */
  get isOpen(): boolean {
    return this.now() < this.openUntil;
  }

  succeeded(): void {
    this.failures = 0;
    this.openUntil = 0;
  }

  /** While it is open this changes nothing: what was sent before fails too when an engine ends, all of it at once. */
  failed(): void {
    if (this.isOpen) return;
    this.failures += 1;
    if (this.failures < FAILURES) return;
    this.openUntil = this.now() + Math.min(PAUSE * 2 ** (this.failures - FAILURES), LONGEST_PAUSE);
  }
}
