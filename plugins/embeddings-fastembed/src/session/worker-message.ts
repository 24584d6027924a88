import type { Pooling } from './pool-vectors.js';
import type { TokenBatch } from './token-batch.js';

/** What a worker makes of the graph's output: one row of numbers for each row of tokens. */
type OutputStep =
  /** A vector: pooled where the graph gives one for each token, then scaled to length 1 or not. */
  | { kind: 'vector'; output: string; pooling: Pooling; normalize: boolean; dimensions: number }
  /** One score, as the graph gives it. */
  | { kind: 'score'; output: string };

/** What a worker is started with. */
export interface SessionOptions {
  /** Absolute path of the ONNX file. */
  onnxPath: string;
  /** Threads of one forward. */
  threads: number;
  /** Token id that fills rows up to the longest one of a batch. */
  paddingId: number;
  step: OutputStep;
}

/** To the worker: run a batch, or release the model and end. They are served in their order. */
export type SessionRequest = { id: number; batch: TokenBatch } | 'close';

/** From the worker, once for {@link OPENED} and then for each batch. */
export type SessionResponse = { id: number; result: Float32Array } | { id: number; error: string };

/** The id under which a worker tells that it opened its model, or why it could not. */
export const OPENED = 0;
