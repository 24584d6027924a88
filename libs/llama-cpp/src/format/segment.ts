/** A piece of an answer, sorted: words, thoughts, or a part of a tool call. */
export type Segment =
  | { kind: 'text' | 'reasoning'; text: string }
  | { kind: 'tool-call'; call: number; name?: string; argumentsDelta: string }
  | { kind: 'warning'; code: string; message: string };

/** Sorts an answer's raw text, in which the format's control tokens are shown, as it comes. Loses nothing. */
export interface AnswerParser {
  push(text: string): Segment[];
  /** UTF-16 units that were pushed and of which nothing was told yet. */
  readonly held: number;
  /** True while the model thinks. */
  readonly thinking: boolean;
  /** Nothing more comes: what was held back is given out. */
  end(): Segment[];
}

/** An answer that is all words. */
export const plainParser: AnswerParser = {
  held: 0,
  thinking: false,
  push: (text) => (text === '' ? [] : [{ kind: 'text', text }]),
  end: () => [],
};
