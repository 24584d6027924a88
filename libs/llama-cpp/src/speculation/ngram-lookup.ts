/** Lengths of the n-grams that are looked up, longest first. */
const NGRAM_LENGTHS = [4, 3, 2] as const;
/** How far back a match is followed: the longer it is, the likelier it goes on. */
const LONGEST_MATCH = 32;

/** What followed the same tokens before. */
export interface Guess {
  /** So many of the last tokens were found again, 2 to 32. */
  matched: number;
  tokens: number[];
}

/**
 * Prompt lookup: guesses that a text which repeats some tokens of its own goes on as it did after them the last time.
 * A table of places by hash, in which a newer n-gram takes the place of an older one; so that a token costs a few
 * stores, memory is fixed, and an n-gram that was pushed out is merely not found.
 */
export class NgramLookup {
  private readonly text: Int32Array;
  /** By the hash of an n-gram, the place of what followed it last; 0 for none, as nothing comes before place 0. */
  private readonly followers: Int32Array;
  private readonly mask: number;
  private count = 0;

  /** @param capacity tokens of the longest text */
  constructor(capacity: number) {
    this.text = new Int32Array(capacity);
    const slots = 2 ** Math.ceil(Math.log2(Math.max(2, capacity * NGRAM_LENGTHS.length)));
    this.followers = new Int32Array(slots);
    this.mask = slots - 1;
  }

  /** Tokens that it knows. */
  get length(): number {
    return this.count;
  }

  /** The text goes on with this token. What is beyond the capacity is left out. */
  push(token: number): void {
    if (this.count === this.text.length) return;
    for (const length of NGRAM_LENGTHS) {
      if (length <= this.count) this.followers[this.slot(length)] = this.count;
    }
    this.text[this.count++] = token;
  }

  /** What followed the longest known n-gram that the text ends with, the last time: `count` tokens that may follow now. */
  guess(count: number): Guess | undefined {
    for (const length of NGRAM_LENGTHS) {
      if (length >= this.count) continue;
      const from = this.followers[this.slot(length)] as number;
      // two n-grams may have the same hash
      const matched = this.matchAt(from);
      if (matched >= length) return { matched, tokens: this.copy(from, count) };
    }
    return undefined;
  }

  clear(): void {
    this.count = 0;
    this.followers.fill(0);
  }

  /** A text that repeats itself with a short period is continued beyond its end. */
  private copy(from: number, count: number): number[] {
    const tokens: number[] = [];
    for (let place = from; tokens.length < count; place++) {
      tokens.push(place < this.count ? (this.text[place] as number) : (tokens[place - this.count] as number));
    }
    return tokens;
  }

  /** How many tokens in front of the place are those that the text ends with. */
  private matchAt(place: number): number {
    const most = Math.min(place, LONGEST_MATCH);
    let length = 0;
    while (length < most && this.text[place - 1 - length] === this.text[this.count - 1 - length]) length++;
    return length;
  }

  /** Of the n-gram that the text ends with. */
  private slot(length: number): number {
    let hash = length;
    for (let i = this.count - length; i < this.count; i++) {
      hash = Math.imul(hash ^ (this.text[i] as number), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    return hash & this.mask;
  }
}
