/** Lengths that are tried. Few, since llama.cpp keeps what it planned for a batch while the next one has its shape. */
const LENGTHS = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32];
/** The part of a new measurement in a running mean. */
const WEIGHT = 0.2;
/** A step that takes longer by more than this was held up by another program. */
const HELD_UP = 2;
/** A draft pays where it is faster by so much: a change of a batch's length costs what is not measured apart. */
const MARGIN = 1.2;
/** After so many steps a measurement no longer holds, so that a length that was slow once is tried again. */
const VALID_STEPS = 512;
/** What a drafted token is taken to cost before one was measured: little, so that it is measured. */
const FIRST_COST = 0.1;

interface Measured {
  ms: number;
  at: number;
}

/** Measures what steps of one answer cost by the length of their draft, and says which length pays the most. */
export class DraftCosts {
  private readonly measured = new Map<number, Measured>();
  private readonly lengths: number[];
  private steps = 0;

  /** @param longest tokens of a draft at most */
  constructor(private readonly longest: number) {
    this.lengths = [...LENGTHS.filter((length) => length < longest), longest];
  }

  /** A step with a draft of so many tokens took `ms`. */
  note(length: number, ms: number): void {
    this.steps++;
    const last = this.fresh(length) ?? ms;
    this.measured.set(length, { ms: last + (Math.min(ms, last * HELD_UP) - last) * WEIGHT, at: this.steps });
  }

  /**
   * The length with the most tokens a millisecond; 0 where a draft does not pay.
   *
   * @param expected tokens that a draft of a length gives on average, beside the one that every step gives
   * @param room tokens that a draft may have
   */
  bestLength(expected: (length: number) => number, room: number): number {
    if (!this.measured.has(0)) return 0;
    let best = { length: 0, pace: MARGIN / this.ms(0) };
    for (const length of this.lengths) {
      if (length > room) break;
      const pace = (1 + expected(length)) / this.ms(length);
      if (pace > best.pace) best = { length, pace };
    }
    return best.length;
  }

  /** Measured, or on the line through the nearest lengths that were. */
  private ms(length: number): number {
    const known = this.fresh(length);
    if (known !== undefined) return known;
    const lower = this.nearest(length, -1) as [number, number];
    const upper = this.nearest(length, 1);
    if (upper) return lower[1] + ((upper[1] - lower[1]) * (length - lower[0])) / (upper[0] - lower[0]);
    const first = (this.fresh(0) as number) * FIRST_COST;
    return lower[1] + (length - lower[0]) * first;
  }

  private nearest(length: number, direction: 1 | -1): [length: number, ms: number] | undefined {
    for (let at = length + direction; at >= 0 && at <= this.longest; at += direction) {
      const ms = this.fresh(at);
      if (ms !== undefined) return [at, ms];
    }
    return undefined;
  }

  /** Steps without a draft are measured whenever there is none, and hold for ever. */
  private fresh(length: number): number | undefined {
    const measured = this.measured.get(length);
    return measured && (length === 0 || this.steps - measured.at < VALID_STEPS) ? measured.ms : undefined;
  }
}
