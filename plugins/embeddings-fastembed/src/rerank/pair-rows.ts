import { PluginError } from '@predict-otron/plugin-sdk';
import type { Frame, TokenRow } from '../tokenizer/frame.js';

/** One document with the query, as the model reads it. */
export interface PairRow extends TokenRow {
  /** Place of the document in the request. */
  index: number;
}

/**
 * Puts the query before each document, shortest pair first. A document that does not fit is truncated; a query that
 * leaves no room for one is `INPUT_INVALID` with both numbers.
 */
export function pairRows(query: number[], documents: number[][], frame: Frame, maxTokens: number): PairRow[] {
  const room = maxTokens - frame.size - query.length;
  if (room < 1) {
    const limit = maxTokens - frame.size - 1;
    const message = `the query has ${query.length} tokens; at most ${limit} leave room for a document. Shorten it`;
    throw new PluginError('INPUT_INVALID', message, { param: 'query', tokens: query.length, limit });
  }
  return documents
    .map((document, index) => ({ index, ...frame.around(query, document.slice(0, room)) }))
    .sort((a, b) => a.ids.length - b.ids.length);
}

/** Takes rows off the front, as many as one forward may hold with their padding; rows come shortest first. */
export function takeBatch(rows: PairRow[], batchTokens: number): PairRow[] {
  let count = 1;
  while (count < rows.length && (count + 1) * (rows[count] as PairRow).ids.length <= batchTokens) count++;
  return rows.splice(0, count);
}
