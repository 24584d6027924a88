import { percentile } from './percentile.js';

/** When the pieces of one answer came. */
export class ChunkTimes {
  private readonly times: number[] = [];

  /** Times in milliseconds, of any clock that only goes forward. */
  constructor(
    private readonly now = () => performance.now(),
    private readonly begun = now(),
  ) {}

  /** Another piece is here. */
  mark(): void {
    this.times.push(this.now());
  }

  /** From the request to the first piece, in milliseconds; undefined while there is none. */
  get firstByte(): number | undefined {
    return this.times[0] === undefined ? undefined : this.times[0] - this.begun;
  }

  get gaps(): number[] {
    return this.times.slice(1).map((time, index) => time - (this.times[index] as number));
  }

  /** In milliseconds; null for what was not there to measure. */
  numbers() {
    const { gaps } = this;
    const gap = (share: number) => (gaps.length > 0 ? percentile(gaps, share) : null);
    return {
      chunks: this.times.length,
      total_ms: this.now() - this.begun,
      first_byte_ms: this.firstByte ?? null,
      gaps_ms: { median: gap(0.5), p95: gap(0.95), slowest: gap(1) },
    };
  }

  /** What predict-otron-9000's client prints after an answer. */
  summary(): string {
    const { chunks, total_ms, first_byte_ms, gaps_ms } = this.numbers();
    const ms = (value: number | null) => (value === null ? '-' : `${value.toFixed(1)} ms`);
    return [
      `chunks: ${chunks} in ${ms(total_ms)}`,
      `first byte: ${ms(first_byte_ms)}`,
      `gaps between chunks: median ${ms(gaps_ms.median)}, p95 ${ms(gaps_ms.p95)}, slowest ${ms(gaps_ms.slowest)}`,
    ].join('\n');
  }
}
