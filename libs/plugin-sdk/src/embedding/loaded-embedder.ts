import type { MemoryNeed } from '../model/memory-need.js';
import type { EmbedderInfo } from './embedder-info.js';

/** How much one forward takes. */
export interface EmbedderLimits {
  /**
   * Tokens that are put together in one forward, padding included: rows times the longest row. A text that is longer
   * runs alone; with 1 each text does.
   */
  batchTokens: number;
  /** Forwards that run at the same time. */
  concurrency: number;
}

/** An embedding model in memory. Batching across requests is the server's; `embed` is one forward. */
export interface LoadedEmbedder {
  info: EmbedderInfo;
  limits: EmbedderLimits;
  memory(): Promise<MemoryNeed[]>;
  /** Token ids of each text, special tokens included, not cut. */
  tokenize(texts: string[]): Promise<number[][]>;
  /** Frames a text given as bare token ids with the model's special tokens. */
  frame(tokens: number[]): Promise<number[]>;
  /** One forward: a vector (`dimensions` numbers) for each row, in order. Rows need not be of one length. */
  embed(batch: number[][]): Promise<Float32Array[]>;
  dispose(): Promise<void>;
}
