import { Duel, type DuelRules, sizeOf } from '../duel/duel.js';

/** What a step takes at least, in ms, beside which telling its readers is little. */
const LONG_STEP_MS = 8;

/** One order is a few percent faster than the other one, which takes many steps to tell. */
const RULES: DuelRules = {
  steps: 10,
  hopeless: 1.5,
  firstAfter: 24,
  lastAfter: 8192,
  soonAfter: 8,
  trials: 3,
  faster: 0.98,
};

/**
 * Whether readers hear of a step before the next one, or while that is computed. Where it takes every core for long, its
 * threads wait, matrix by matrix, for the one that readers hold up; where they come first, cores wait for them. Which costs
 * more depends on the machine (one stream lost 13 % on one of two machines, and won up to 9 % on the other one), so that it is
 * found out: by the time from one step to the next.
 */
export class ReaderOrder {
  /** By `sizeOf` what is written. */
  private readonly duels = new Map<number, Duel<boolean>>();
  private begun: { at: number; answers: number } | undefined;

  /**
   * A step begins.
   * @param answers of which it computes one token each; 0 for any other step, and for one that leaves a core to readers
   * @returns true where readers are to be told first
   */
  begin(answers: number): boolean {
    const at = performance.now();
    const last = this.begun;
    this.begun = answers > 0 ? { at, answers } : undefined;
    if (last) this.took(last.answers, at - last.at);
    return answers > 0 && (this.duels.get(sizeOf(answers))?.next ?? false);
  }

  /** No step follows for now. */
  pause(): void {
    this.begun = undefined;
  }

  private took(answers: number, ms: number): void {
    const size = sizeOf(answers);
    const duel = this.duels.get(size);
    if (duel) duel.took(answers, ms);
    else this.duels.set(size, new Duel(ms > LONG_STEP_MS, ms <= LONG_STEP_MS, RULES));
  }
}
