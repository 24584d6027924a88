import type { LoadOptions, NumberFormat } from '@predict-otron/plugin-sdk';
import { PluginError } from '@predict-otron/plugin-sdk';
import type { LlamaContextOptions } from 'node-llama-cpp';

/** Tokens in one step: enough to read prompts fast, few enough that a cancel never waits long. */
const BATCH_TOKENS = 512;
/** The formats of a KV cache that llama.cpp runs dependably. */
const CACHE_TYPES: Record<NumberFormat, 'F32' | 'F16' | 'BF16' | 'Q8_0'> = {
  F32: 'F32',
  F16: 'F16',
  BF16: 'BF16',
  Q8_0: 'Q8_0',
};

/** The load options in node-llama-cpp's words. Throws `UNSUPPORTED` for what this engine cannot do. */
export function contextOptions(options: LoadOptions) {
  const { contextTokens, parallel, threads, flashAttention, kvCacheType, adapters } = options;
  if (options.draft !== undefined) {
    throw new PluginError('UNSUPPORTED', 'This engine does not decode with a draft model.', { param: 'draft' });
  }
  const cacheType = kvCacheType && CACHE_TYPES[kvCacheType];
  return {
    sequences: parallel,
    contextSize: contextTokens,
    batchSize: Math.max(parallel, Math.min(BATCH_TOKENS, contextTokens * parallel)),
    threads,
    flashAttention: flashAttention ?? 'auto',
    // a sliding window's small cache forgets what a later turn would reuse
    swaFullCache: true,
    ...(cacheType && { experimentalKvCacheKeyType: cacheType, experimentalKvCacheValueType: cacheType }),
    ...(adapters &&
      adapters.length > 0 && {
        lora: { adapters: adapters.map(({ path, scale }) => ({ filePath: path, scale })) },
      }),
  } satisfies LlamaContextOptions;
}
