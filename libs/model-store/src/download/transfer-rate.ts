/** How fast bytes come, over the last seconds. */
export class TransferRate {
  private samples: { at: number; bytes: number }[] = [];

  /** @param windowMs milliseconds that it looks back */
  constructor(private readonly windowMs = 10_000) {}

  /** Counts bytes; `at` in milliseconds. */
  add(bytes: number, at = performance.now()): void {
    const last = this.samples.at(-1);
    // a quarter of a second is one sample
    if (last && at - last.at < 250) last.bytes += bytes;
    else this.samples.push({ at, bytes });
    while (this.samples[0] && at - this.samples[0].at > this.windowMs) this.samples.shift();
  }

  /** Bytes per second; 0 as long as it cannot be told. */
  perSecond(now = performance.now()): number {
    const [first] = this.samples;
    const elapsed = first ? now - first.at : 0;
    if (elapsed < 250) return 0;
    const bytes = this.samples.reduce((sum, sample) => sum + sample.bytes, 0);
    return Math.round((bytes * 1000) / elapsed);
  }
}
