import type { GrammarPlaces, Place } from './grammar-places.js';
import { type BegunChar, withByte } from './utf8.js';

/** Follows one answer through its grammar, beside llama.cpp, which has the last word: what is lost here costs time alone. */
export class GrammarFollower {
  private place: Place | undefined;
  private begun: BegunChar | undefined;

  /** @param textOf the bytes that a token is for the grammar */
  constructor(
    private readonly places: GrammarPlaces,
    private readonly textOf: (token: number) => Uint8Array,
  ) {
    this.place = places.start;
  }

  /** All tokens that may come next, where they are few; undefined where they are many, or not known. */
  get tokens(): Uint32Array | undefined {
    return this.place && !this.begun ? this.places.tokens(this.place) : undefined;
  }

  take(token: number): void {
    if (!this.place) return;
    for (const byte of this.textOf(token)) {
      const read = withByte(this.begun, byte);
      this.begun = typeof read === 'object' ? read : undefined;
      if (this.begun) continue;
      this.place = read === undefined ? undefined : this.places.behind(this.place, read as number);
      if (!this.place) return;
    }
  }
}
