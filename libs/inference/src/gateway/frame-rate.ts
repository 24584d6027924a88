/** Says when a client sends too many frames: a bucket that holds some, and fills again all the time. */
export class FrameRate {
  private left: number;
  private filledAt: number;

  /** @param perSecond frames that are always allowed @param burst frames that are allowed at once */
  constructor(
    private readonly perSecond: number,
    private readonly burst: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.left = burst;
    this.filledAt = now();
  }

  /** True unless this frame is one too many. */
  allows(): boolean {
    const now = this.now();
    this.left = Math.min(this.burst, this.left + ((now - this.filledAt) / 1000) * this.perSecond);
    this.filledAt = now;
    if (this.left < 1) return false;
    this.left -= 1;
    return true;
  }
}
