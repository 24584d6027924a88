/** Steps with the number of threads in use, before and after as many with its rival. */
const STEPS = 4;
/** The first step of the rival is its last where it takes so many times as long. */
const HOPELESS = 1.5;
/** Steps before the first trial. Each that the rival loses doubles the time to the next one, up to the last number. */
const FIRST_AFTER = 128;
const LAST_AFTER = 8192;
/** Steps before the next one where it was won. */
const SOON_AFTER = 32;
/** The rival wins once the middle one of so many trials has it faster by more than a tenth. */
const TRIALS = 5;
const FASTER = 0.9;

/**
 * Compares two numbers of threads by steps that are done anyway: what was measured in a second of an idle machine need not
 * hold beside the server's own work, or that second was a bad one.
 */
export class ThreadDuel {
  private readonly taken: number[] = [];
  private readonly ratios: number[] = [];
  private every = FIRST_AFTER;
  private wait = FIRST_AFTER;
  private tokens = 0;

  constructor(
    /** Those in use. */
    public threads: number,
    public rival: number,
  ) {}

  /** For the next step. */
  get next(): number {
    return this.taken.length >= STEPS && this.taken.length < 2 * STEPS ? this.rival : this.threads;
  }

  /** @param ms what the step took that had `next` @returns true where the rival has won, and has changed places */
  took(tokens: number, ms: number): boolean {
    // steps of different sizes cannot be compared
    if (tokens !== this.tokens) this.taken.length = 0;
    this.tokens = tokens;
    if (this.wait > 0) this.wait -= 1;
    else this.taken.push(ms);
    const { length } = this.taken;
    if (length === STEPS + 1 && this.ratio() > HOPELESS) return this.judge();
    return length === 3 * STEPS && this.judge();
  }

  /** How many times as long the rival takes. */
  private ratio(): number {
    const others = [...this.taken.slice(0, STEPS), ...this.taken.slice(2 * STEPS)];
    return middle(this.taken.slice(STEPS, 2 * STEPS)) / middle(others);
  }

  private judge(): boolean {
    const ratio = this.ratio();
    this.taken.length = 0;
    this.ratios.push(ratio);
    if (this.ratios.length > TRIALS) this.ratios.shift();
    const lost = ratio > FASTER;
    this.every = lost ? Math.min(this.every * 2, LAST_AFTER) : FIRST_AFTER;
    this.wait = lost ? this.every : SOON_AFTER;
    if (this.ratios.length < TRIALS || middle(this.ratios) > FASTER) return false;
    [this.threads, this.rival] = [this.rival, this.threads];
    this.ratios.length = 0;
    return true;
  }
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] as number;
}
