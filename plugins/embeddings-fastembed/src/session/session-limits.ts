import type { JsonObject, MemoryNeed } from '@predict-otron/plugin-sdk';
import { hiddenSizeOf } from '../folder/model-facts.js';

/**
 * Tokens of one forward, padding included. Measured on two cores with 6 layers of 384: from 256 to 2,048 tokens the
 * throughput is the same; at 8,192 it is a fifth lower and at 16,384 two fifths, as the activations leave the caches.
 * More cores need more rows to share.
 */
export function batchTokensFor(threads: number): number {
  return Math.min(8192, 1024 * Math.max(2, threads));
}

/** What the need for memory depends on. */
export interface SessionSize {
  weightBytes: number;
  maxTokens: number;
  config: JsonObject;
}

/** Weights that are multiplied are kept twice: as read, and packed for the processor (measured: 1.6 times the file). */
const WEIGHT_COPIES = 1.6;
/** Floats of `hidden_size` that a token takes in one layer: its states, queries, keys, values and the feed-forward. */
const STATES = 18;
/** The arena grows in powers of two (measured: 1.5 times what is in use). */
const ARENA = 1.5;

/** Bytes that a model takes while it runs its largest batches: an estimate, as onnxruntime counts nothing for Node. */
export function memoryNeed({ weightBytes, maxTokens, config }: SessionSize, threads: number): MemoryNeed {
  const hidden = hiddenSizeOf(config) ?? 0;
  const heads = typeof config.num_attention_heads === 'number' ? config.num_attention_heads : hidden / 64;
  const tokens = Math.max(batchTokensFor(threads), maxTokens);
  const floats = STATES * hidden + 2 * heads * maxTokens;
  return {
    deviceId: 'cpu',
    weights: Math.round(weightBytes * WEIGHT_COPIES),
    kvCache: 0,
    compute: Math.round(tokens * floats * Float32Array.BYTES_PER_ELEMENT * ARENA),
  };
}
