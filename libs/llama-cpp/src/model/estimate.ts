import type { LoadOptions, MemoryNeed, ModelFile } from '@predict-otron/plugin-sdk';
import { type GgufHeader, readHeader } from '../gguf/header.js';
import { insightsOf } from '../gguf/insights.js';
import { contextOptions } from './context-options.js';
import { type DeviceLayers, deviceLayers } from './device-layers.js';

/** Bytes of one number in a KV cache; Q8_0 keeps a scale for each 32 numbers. */
const CACHE_BYTES = { F32: 4, F16: 2, BF16: 2, Q8_0: 34 / 32 } as const;

/** Bytes in the machine's own memory and in that of a device. */
export interface Bytes {
  ram: number;
  vram: number;
}

/** What a load would take: on the CPU as llama.cpp itself simulates it from the header, on a device as it is known to. */
export async function estimate(file: ModelFile, options: LoadOptions): Promise<MemoryNeed[]> {
  const header = await readHeader(file.path);
  const insights = await insightsOf(header);
  const device = deviceLayers(options);
  const gpuLayers = layerCount(device, header);
  const weights = await insights.estimateModelResourceRequirementsV2({
    gpuLayers,
    useMmap: options.useMmap ?? true,
  });
  const { sequences, contextSize, batchSize, swaFullCache } = contextOptions(options);
  const settings = { modelGpuLayers: gpuLayers, sequences, contextSize, batchSize, swaFullCache };
  const context = device
    ? insights.estimateContextResourceRequirements({ ...settings, ...(await cacheTypes(options)) })
    : await insights.estimateContextResourceRequirementsV2({ ...settings, ...(await cacheTypes(options)) });
  const bytes = ({ cpuRam, gpuVram }: typeof weights): Bytes => ({ ram: Math.ceil(cpuRam), vram: Math.ceil(gpuVram) });
  return memoryNeeds(header, options, bytes(weights), bytes(context));
}

/** For each device; splits the context's bytes into the KV cache, which follows from the header, and the rest. */
export function memoryNeeds(header: GgufHeader, options: LoadOptions, weights: Bytes, context: Bytes): MemoryNeed[] {
  const { contextTokens, parallel, kvCacheType = 'F16' } = options;
  const perToken = cacheNumbersPerToken(header) * CACHE_BYTES[kvCacheType];
  const cacheBytes = perToken * contextTokens * parallel;
  const device = deviceLayers(options);
  // the output's layer has no cache
  const share = Math.min(1, layerCount(device, header) / Math.max(1, header.layers));
  const need = (deviceId: string, own: number, ownContext: number, ownShare: number): MemoryNeed => {
    const kvCache = Math.min(ownContext, Math.ceil(cacheBytes * ownShare));
    return { deviceId, weights: own, kvCache, compute: ownContext - kvCache };
  };
  const cpu = need('cpu', weights.ram, context.ram, 1 - share);
  return device ? [need(device.deviceId, weights.vram, context.vram, share), cpu] : [cpu];
}

/** Layers on the device, the output's included. */
function layerCount(device: DeviceLayers | undefined, { layers }: GgufHeader): number {
  if (!device) return 0;
  return device.layers === 'all' ? layers + 1 : Math.min(device.layers, layers + 1);
}

async function cacheTypes({ kvCacheType }: LoadOptions) {
  if (!kvCacheType) return {};
  const { GgmlType } = await import('node-llama-cpp');
  return { kvCacheKeyType: GgmlType[kvCacheType], kvCacheValueType: GgmlType[kvCacheType] };
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
