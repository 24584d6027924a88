import { Duel, type DuelRules, sizeOf } from '../duel/duel.js';
import { type Row, tokensOf } from '../step/step-context.js';
import { rowFor, type ThreadRow, threadsFor } from './thread-table.js';

/** A number of threads that is hardly faster is not worth a change, and one that is slower may be so many times over. */
const RULES: DuelRules = {
  steps: 4,
  hopeless: 1.5,
  firstAfter: 128,
  lastAfter: 8192,
  soonAfter: 32,
  trials: 5,
  faster: 0.9,
};

/** The number of threads for each step, by a table and by what steps of real answers have shown since. */
export class ThreadChoice {
  /** By `sizeOf` what is written. */
  private readonly duels = new Map<number, Duel<number> | undefined>();

  constructor(private readonly table: readonly ThreadRow[]) {}

  /** For the next step, if it has so many tokens, each of another answer. */
  ofAnswers(answers: number): number {
    return this.duelOf(answers)?.next ?? threadsFor(this.table, answers);
  }

  next(batch: readonly Row[]): number {
    return this.duelFor(batch)?.next ?? threadsFor(this.table, tokensOf(batch));
  }

  /** To be told how long each step took, in milliseconds. */
  took(batch: readonly Row[], ms: number): void {
    this.duelFor(batch)?.took(batch.length, ms);
  }

  private duelFor(batch: readonly Row[]): Duel<number> | undefined {
    if (tokensOf(batch) !== batch.length || batch.some(({ repeatable }) => repeatable)) return undefined;
    return this.duelOf(batch.length);
  }

  private duelOf(answers: number): Duel<number> | undefined {
    const size = sizeOf(answers);
    if (!this.duels.has(size)) {
      const row = rowFor(this.table, answers);
      this.duels.set(size, row?.rival === undefined ? undefined : new Duel(row.threads, row.rival, RULES));
    }
    return this.duels.get(size);
  }
}
