/** A row for the model: token ids, and the segment (0 or 1) of each. */
export interface TokenRow {
  ids: number[];
  types: number[];
}

/** A special token, or the place of the first (0) or second (1) text. */
type Part = { id: number; type: number } | { text: number; type: number };

/** The special tokens that a model wants around a text, or around and between the two texts of a pair. */
export class Frame {
  private constructor(private readonly parts: Part[]) {}

  /**
   * Reads the frame off an encoding of any texts.
   * @param ids token ids
   * @param types segment of each token
   * @param texts number of the text that each token comes from, `null` for a special token
   */
  static of(ids: number[], types: number[], texts: (number | null | undefined)[]): Frame {
    const parts: Part[] = [];
    for (const [i, id] of ids.entries()) {
      const text = texts[i] ?? undefined;
      const type = types[i] ?? 0;
      if (text === undefined) parts.push({ id, type });
      else if (texts[i - 1] !== text) parts.push({ text, type });
    }
    return new Frame(parts);
  }

  /** Number of special tokens. */
  get size(): number {
    return this.parts.filter((part) => 'id' in part).length;
  }

  around(...texts: number[][]): TokenRow {
    const row: TokenRow = { ids: [], types: [] };
    for (const part of this.parts) {
      const ids = 'id' in part ? [part.id] : (texts[part.text] ?? []);
      for (const id of ids) {
        row.ids.push(id);
        row.types.push(part.type);
      }
    }
    return row;
  }
}
