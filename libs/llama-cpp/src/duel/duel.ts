/** How two ways are compared. */
export interface DuelRules {
  /** Steps with the way in use, before and after as many with its rival. */
  steps: number;
  /** The first step of the rival is its last where it takes so many times as long. */
  hopeless: number;
  /** Steps before the first trial. Each that the rival loses doubles the time to the next one, up to `lastAfter`. */
  firstAfter: number;
  lastAfter: number;
  /** Steps before the next one where it was won. */
  soonAfter: number;
  /** The rival wins once the middle one of so many trials has it take less than `faster` times as long. */
  trials: number;
  faster: number;
}

/**
 * Compares two ways to do steps by steps that are done anyway: what was measured in a second of an idle machine, or on
 * another machine, need not hold beside the server's own work.
 */
export class Duel<Way> {
  private readonly taken: number[] = [];
  private readonly ratios: number[] = [];
  private every: number;
  private wait: number;
  private tokens = 0;

  constructor(
    private inUse: Way,
    private rival: Way,
    private readonly rules: DuelRules,
  ) {
    this.every = rules.firstAfter;
    this.wait = rules.firstAfter;
  }

  /** For the next step. */
  get next(): Way {
    const { steps } = this.rules;
    return this.taken.length >= steps && this.taken.length < 2 * steps ? this.rival : this.inUse;
  }

  /**
   * @param tokens of the step
   * @param ms what the step took that had `next`
   */
  took(tokens: number, ms: number): void {
    const { steps, hopeless } = this.rules;
    // steps of different sizes cannot be compared
    if (tokens !== this.tokens) this.taken.length = 0;
    this.tokens = tokens;
    if (this.wait > 0) this.wait -= 1;
    else this.taken.push(ms);
    const { length } = this.taken;
    if (length === 3 * steps || (length === steps + 1 && this.ratio() > hopeless)) this.judge();
  }

  /** How many times as long the rival takes. */
  private ratio(): number {
    const { steps } = this.rules;
    const others = [...this.taken.slice(0, steps), ...this.taken.slice(2 * steps)];
    return middle(this.taken.slice(steps, 2 * steps)) / middle(others);
  }

  private judge(): void {
    const { firstAfter, lastAfter, soonAfter, trials, faster } = this.rules;
    const ratio = this.ratio();
    this.taken.length = 0;
    this.ratios.push(ratio);
    if (this.ratios.length > trials) this.ratios.shift();
    const lost = ratio > faster;
    this.every = lost ? Math.min(this.every * 2, lastAfter) : firstAfter;
    this.wait = lost ? this.every : soonAfter;
    if (this.ratios.length < trials || middle(this.ratios) > faster) return;
    [this.inUse, this.rival] = [this.rival, this.inUse];
    this.ratios.length = 0;
  }
}

/** Duels are for steps of about one size: the binary logarithm of how many answers they are. */
export const sizeOf = (answers: number) => 31 - Math.clz32(answers);

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] as number;
}
