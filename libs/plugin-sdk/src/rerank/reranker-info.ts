import type { Match } from '../model/match.js';

/** What a reranking model (a cross-encoder) is, from its files alone. */
export interface RerankerInfo {
  id: string;
  /** Tokens of a query and a document together at most, special tokens included. */
  maxTokens: number;
  weightBytes: number;
  match: Match;
}
