import { planBatch } from './plan-batch.js';

/** One text that waits for its forward. `R` is the request it belongs to. */
export interface WaitingText<R> {
  request: R;
  /** Place of the text in its request. */
  index: number;
  /** Token ids, special tokens included. */
  tokens: number[];
}

interface Entry<R> extends WaitingText<R> {
  turn: Turn<R>;
  waiting: boolean;
}

/** A request's place in the order in which requests choose what runs next. */
interface Turn<R> {
  request: R;
  arrival: number;
  /** Ascending by length, equal ones last to first; the last one that still waits is its next seed. */
  entries: Entry<R>[];
}

/**
 * The texts that wait, of all requests. Requests take turns: each batch is seeded by the longest text of the request
 * whose turn it is, and filled with texts of similar length whosever they are. So no request waits for more batches
 * than there are requests before it, however many texts those have.
 */
export class WaitingTexts<R> {
  private sorted: Entry<R>[] = [];
  private isSorted = true;
  private turns: Turn<R>[] = [];
  private alone: WaitingText<R>[] = [];
  private tookAlone = false;
  private arrivals = 0;

  get size(): number {
    return this.sorted.length + this.alone.length;
  }

  /** Puts a request at the end of the turns. */
  add(request: R, rows: number[][]): void {
    const turn: Turn<R> = { request, arrival: this.arrivals++, entries: [] };
    turn.entries = rows.map((tokens, index) => ({ request, index, tokens, turn, waiting: true }));
    this.sorted.push(...turn.entries);
    this.isSorted = false;
    turn.entries.sort((a, b) => a.tokens.length - b.tokens.length || b.index - a.index);
    if (rows.length > 0) this.turns.push(turn);
  }

  /** Puts back texts whose batch failed: each runs alone, so that only the bad one fails; every second batch is one of them. */
  retryAlone(texts: WaitingText<R>[]): void {
    this.alone.push(...texts);
  }

  /** Takes back all texts of a request. */
  drop(request: R): void {
    this.sorted = this.sorted.filter((entry) => entry.request !== request);
    this.turns = this.turns.filter((turn) => turn.request !== request);
    this.alone = this.alone.filter((text) => text.request !== request);
  }

  /** Takes out the next batch: rows times longest is at most `batchTokens`, or it is one text. Empty when nothing waits. */
  take(batchTokens: number): WaitingText<R>[] {
    this.tookAlone = this.alone.length > 0 && !(this.tookAlone && this.sorted.length > 0);
    if (this.tookAlone) return this.alone.splice(0, 1);
    const seed = this.nextSeed();
    if (!seed) return [];
    if (!this.isSorted) this.sorted.sort(byLength);
    this.isSorted = true;
    const lengths = this.sorted.map((entry) => entry.tokens.length);
    const { start, end } = planBatch(lengths, this.placeOf(seed), batchTokens);
    const batch = this.sorted.splice(start, end - start);
    for (const entry of batch) entry.waiting = false;
    return batch;
  }

  /** The longest waiting text of the request whose turn it is; that request goes to the end of the turns. */
  private nextSeed(): Entry<R> | undefined {
    for (let turn = this.turns.shift(); turn; turn = this.turns.shift()) {
      while (turn.entries.at(-1)?.waiting === false) turn.entries.pop();
      const seed = turn.entries.pop();
      if (!seed) continue;
      this.turns.push(turn);
      return seed;
    }
    return undefined;
  }

  private placeOf(entry: Entry<R>): number {
    let low = 0;
    let high = this.sorted.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (byLength(this.sorted[middle] as Entry<R>, entry) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** A total order, so that a text is found by bisection among many of its length. */
function byLength(a: Entry<unknown>, b: Entry<unknown>): number {
  return a.tokens.length - b.tokens.length || a.turn.arrival - b.turn.arrival || a.index - b.index;
}
