import type { LoadOptions, MemoryNeed, ModelFile } from '@predict-otron/plugin-sdk';
import { type GgufHeader, readHeader } from '../gguf/header.js';
import { insightsOf } from '../gguf/insights.js';
import { contextOptions } from './context-options.js';

/** Bytes of one number in a KV cache; Q8_0 keeps a scale for each 32 numbers. */
const CACHE_BYTES = { F32: 4, F16: 2, BF16: 2, Q8_0: 34 / 32 } as const;

/** What a load would take, as llama.cpp itself simulates it from the header. */
export async function estimate(file: ModelFile, options: LoadOptions): Promise<MemoryNeed[]> {
  const header = await readHeader(file.path);
  const insights = await insightsOf(header);
  const weights = await insights.estimateModelResourceRequirementsV2({
    gpuLayers: 0,
    useMmap: options.useMmap ?? true,
  });
  const { sequences, contextSize, batchSize, swaFullCache } = contextOptions(options);
  const context = await insights.estimateContextResourceRequirementsV2({
    modelGpuLayers: 0,
    sequences,
    contextSize,
    batchSize,
    swaFullCache,
  });
  return [memoryNeed(header, options, weights.cpuRam, context.cpuRam)];
}

/** Splits the context's bytes into the KV cache, which follows from the header, and the rest. */
export function memoryNeed(header: GgufHeader, options: LoadOptions, weights: number, context: number): MemoryNeed {
  const { contextTokens, parallel, kvCacheType = 'F16' } = options;
  const perToken = cacheNumbersPerToken(header) * CACHE_BYTES[kvCacheType];
  const kvCache = Math.min(context, Math.ceil(perToken * contextTokens * parallel));
  return { deviceId: 'cpu', weights, kvCache, compute: context - kvCache };
}

/** Keys and values of one token over all layers. */
function cacheNumbersPerToken({ info, layers }: GgufHeader): number {
  const { attention, embedding_length: width } = info.architectureMetadata;
  const heads = Number(first(attention?.head_count) ?? 1);
  const keyValueHeads = Number(first(attention?.head_count_kv) ?? heads);
  const headWidth = Number(width ?? 0) / heads;
  const key = Number(attention?.key_length ?? headWidth);
  const value = Number(attention?.value_length ?? headWidth);
  return layers * keyValueHeads * (key + value);
}

/** Some models have a number for each layer; the first stands for all. */
function first<T>(value: T | readonly T[] | undefined): T | undefined {
  return Array.isArray(value) ? value[0] : (value as T | undefined);
}
