import { PluginError } from '@predict-otron/plugin-sdk';

/** Rows of tokens as they travel to the worker: one behind the other, without padding. */
export interface TokenBatch {
  ids: Int32Array;
  /** Segment (0 or 1) of each token; absent when all are 0. */
  types?: Int32Array;
  /** Tokens of each row. */
  lengths: Int32Array;
}

/** What a row may hold. */
export interface RowLimits {
  /** Tokens of one row at most. */
  maxTokens: number;
  /** A token id is below it. */
  vocabularyTokens: number;
}

/** Packs rows of token ids. Throws `INPUT_INVALID` for an empty or over-long row and for an id out of the vocabulary. */
export function packRows(rows: number[][], { maxTokens, vocabularyTokens }: RowLimits): TokenBatch {
  let total = 0;
  for (const { length } of rows) {
    if (length === 0) throw new PluginError('INPUT_INVALID', 'a text must have at least one token');
    if (length > maxTokens) {
      const message = `a text has ${length} tokens; the model takes at most ${maxTokens}. Shorten it or have it truncated`;
      throw new PluginError('INPUT_INVALID', message, { tokens: length, limit: maxTokens });
    }
    total += length;
  }
  const ids = new Int32Array(total);
  let at = 0;
  for (const row of rows) {
    for (const id of row) {
      if (id < 0 || id >= vocabularyTokens || !Number.isInteger(id)) {
        throw new PluginError('INPUT_INVALID', `${id} is no token: ids go from 0 to ${vocabularyTokens - 1}`);
      }
      ids[at++] = id;
    }
  }
  return { ids, lengths: Int32Array.from(rows, (row) => row.length) };
}
