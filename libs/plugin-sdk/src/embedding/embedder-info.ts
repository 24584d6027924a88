import type { Match } from '../model/match.js';

/** What an embedding model is, from its files alone. */
export interface EmbedderInfo {
  id: string;
  /** Numbers in a vector. */
  dimensions: number;
  /** Shorter lengths that the model was trained for (matryoshka), or none. */
  matryoshkaDimensions: number[];
  /** Tokens of one text at most, special tokens included. */
  maxTokens: number;
  /** Number of different tokens; a token id is at least 0 and below it. */
  vocabularyTokens: number;
  /** How the tokens' vectors become one. */
  pooling: 'cls' | 'mean' | 'last';
  /** Vectors have length 1. */
  normalized: boolean;
  /** Text put before a query or a passage, empty for none. */
  prefixes: { query: string; passage: string };
  /** Size of the weights in bytes. */
  weightBytes: number;
  /** The largest difference of one number that batching or padding can make; 0 when the model runs texts one by one. */
  batchTolerance: number;
  match: Match;
}
