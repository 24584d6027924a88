import { isReading, type PlannedRow, type Running } from '../scheduler/running.js';
import { Acceptance } from './acceptance.js';
import { DraftCosts } from './draft-costs.js';
import { type Guess, NgramLookup } from './ngram-lookup.js';

/** Tokens that are looked at between two steps; more of them are while one is computed. */
const AT_ONCE = 128;

/** Room that a context has for a row. */
export interface RowLimits {
  contextTokens: number;
  batchTokens: number;
}

/**
 * Speculative decoding by prompt lookup: drafts for an answer that is decoded alone. Beside others none are made, since
 * llama.cpp computes only rows of one length in one pass, and others would wait for what one answer gains.
 *
 * Each step tells for free how good the guesses are, also where nothing is drafted for them. So drafts begin once some
 * of an answer's guesses came true, and a text that repeats nothing costs no more than looking.
 */
export class Speculation {
  private readonly lookup: NgramLookup;
  /** The one whose text the lookup holds. */
  private running: Running | undefined;
  private readonly acceptance = new Acceptance();
  private guess: Guess | undefined;

  /** @param longest tokens of a draft at most, at least 1 */
  constructor(
    private readonly limits: RowLimits,
    private readonly longest: number,
    private readonly costs: Pick<DraftCosts, 'note' | 'bestLength'> = new DraftCosts(longest),
  ) {
    this.lookup = new NgramLookup(limits.contextTokens);
  }

  /** Gives the row a draft, if it is a step's only one and a draft pays. */
  extend(rows: readonly PlannedRow[]): void {
    this.guess = undefined;
    const [row] = rows;
    if (!row || rows.length > 1 || isReading(row.running) || row.running !== this.running) return;
    const text = textOf(row.running);
    if (text.length - this.lookup.length > AT_ONCE) return;
    this.learn(text);
    this.guess = this.lookup.guess(this.longest);
    if (!this.guess) return;
    const room = this.roomOf(row);
    const { matched } = this.guess;
    const length = this.costs.bestLength((tokens) => this.acceptance.expected(matched, tokens), room);
    if (length === 0) return;
    row.draft = length;
    row.tokens.push(...this.guess.tokens.slice(0, length));
  }

  /** Reads what an answer has repeated so far, and its prompt. To be called while the step is computed. */
  study(rows: readonly PlannedRow[]): void {
    const [row] = rows;
    if (!row || rows.length > 1 || row.running.lane.draftTokens === 0) return;
    if (row.running !== this.running) {
      this.forget(this.running);
      this.running = row.running;
    }
    this.learn(textOf(row.running));
  }

  /** The step took `ms`, and these tokens came of it. */
  note({ running, tokens, draft = 0 }: PlannedRow, ms: number, taken: readonly number[]): void {
    if (!isReading(running) && tokens.length === draft + 1) this.costs.note(draft, ms);
    if (!this.guess) return;
    const { matched, tokens: guessed } = this.guess;
    if (draft === 0) this.acceptance.settle();
    else this.acceptance.settle(taken.length - 1, this.acceptance.expected(matched, draft));
    const wrong = taken.findIndex((token, i) => i < guessed.length && token !== guessed[i]);
    this.acceptance.note(matched, wrong < 0 ? Math.min(taken.length, guessed.length) : wrong, wrong >= 0);
    this.guess = undefined;
  }

  /** It has ended, or its text has changed. */
  forget(running: Running | undefined): void {
    if (running !== this.running) return;
    this.running = undefined;
    this.lookup.clear();
  }

  private learn(text: Text): void {
    for (let place = this.lookup.length; place < text.length; place++) this.lookup.push(text.at(place));
  }

  /** The draft fits into the answer, the context and the batch. */
  private roomOf({ running, position, tokens }: PlannedRow): number {
    const { contextTokens, batchTokens } = this.limits;
    return Math.min(running.lane.draftTokens, contextTokens - position - tokens.length, batchTokens - tokens.length);
  }
}

/** All tokens of an answer and of its prompt, without a copy. */
interface Text {
  length: number;
  at(place: number): number;
}

function textOf({ lane, state, next = [] }: Running): Text {
  const reading = next.length === 0;
  const read = reading ? lane.prompt : state.tokens;
  return {
    length: read.length + next.length,
    at: (place) => (place < read.length ? read[place] : next[place - read.length]) as number,
  };
}
