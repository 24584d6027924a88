import type { NumberFormat } from '../hardware/precision.js';

/** Layers of a model that one device holds. */
export interface Placement {
  deviceId: string;
  /** Number of layers; `all` for every layer that no other placement names. */
  layers: number | 'all';
}

/** A LoRA adapter: applies to all requests of the loaded model. */
export interface Adapter {
  /** Absolute path of the adapter's GGUF. */
  path: string;
  /** 0 to 2; 1 is as trained. */
  scale: number;
}

/** How the kernel wants a model loaded. All numbers were checked against the memory budget before. */
export interface LoadOptions {
  placement: Placement[];
  /** Tokens of context for each request. */
  contextTokens: number;
  /** Requests that the model answers at the same time. */
  parallel: number;
  /** Threads that it may use at most; it measures how many of them are best. */
  threads: number;
  kvCacheType?: NumberFormat;
  flashAttention?: boolean;
  adapters?: Adapter[];
  /** Absolute path of a small model of the same vocabulary that guesses ahead. */
  draft?: string;
  /** Map the file instead of reading it: faster to load, but the file must never change. */
  useMmap?: boolean;
}
