import { type Row, tokensOf } from '../step/step-context.js';
import { ThreadDuel } from './thread-duel.js';
import { rowFor, type ThreadRow, threadsFor } from './thread-table.js';

/** The number of threads for each step, by a table and by what steps of several answers have shown since. */
export class ThreadChoice {
  /** By the binary logarithm of how many answers they are. */
  private readonly duels = new Map<number, ThreadDuel | undefined>();

  constructor(private readonly table: readonly ThreadRow[]) {}

  /** For a step of so many tokens, each of another answer. */
  ofAnswers(answers: number): number {
    return this.duelOf(answers)?.threads ?? threadsFor(this.table, answers);
  }

  next(batch: readonly Row[]): number {
    return this.duelFor(batch)?.next ?? threadsFor(this.table, tokensOf(batch));
  }

  /** To be told how long each step took, in milliseconds. */
  took(batch: readonly Row[], ms: number): void {
    this.duelFor(batch)?.took(batch.length, ms);
  }

  /** None for a single answer: whoever asks for one alone, to have the same bits again, has the same threads. */
  private duelFor(batch: readonly Row[]): ThreadDuel | undefined {
    return batch.length > 1 && tokensOf(batch) === batch.length ? this.duelOf(batch.length) : undefined;
  }

  private duelOf(answers: number): ThreadDuel | undefined {
    const size = 31 - Math.clz32(answers);
    if (!this.duels.has(size)) {
      const row = answers > 1 ? rowFor(this.table, answers) : undefined;
      this.duels.set(size, row?.rival === undefined ? undefined : new ThreadDuel(row.threads, row.rival));
    }
    return this.duels.get(size);
  }
}
