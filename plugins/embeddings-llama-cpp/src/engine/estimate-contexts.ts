import { deviceLayers, insightsOf } from '@predict-otron/llama-cpp';
import type { LoadOptions, MemoryNeed } from '@predict-otron/plugin-sdk';
import type { GgufModel } from '../model/gguf-model.js';
import type { ContextPlan } from './context-plan.js';

/** What a load would take: on the CPU as llama.cpp itself simulates it from the header, on a device as it is known to. */
export async function estimateContexts(
  { header }: GgufModel,
  { contexts, contextSize, batchSize }: ContextPlan,
  options: LoadOptions,
): Promise<MemoryNeed[]> {
  const insights = await insightsOf(header);
  const device = deviceLayers(options);
  const gpuLayers = device?.layers === 'all' ? insights.totalLayers : (device?.layers ?? 0);
  const weights = await insights.estimateModelResourceRequirementsV2({
    gpuLayers,
    useMmap: options.useMmap ?? true,
  });
  const settings = { modelGpuLayers: gpuLayers, sequences: 1, contextSize, batchSize, isEmbeddingContext: true };
  const context = device
    ? insights.estimateContextResourceRequirements(settings)
    : await insights.estimateContextResourceRequirementsV2(settings);
  // a text is forgotten as soon as its vector is there, so all of a context is for computing
  const need = (deviceId: string, own: number, compute: number): MemoryNeed => ({
    deviceId,
    weights: Math.ceil(own),
    kvCache: 0,
    compute: Math.ceil(compute * contexts),
  });
  const cpu = need('cpu', weights.cpuRam, context.cpuRam);
  return device ? [need(device.deviceId, weights.gpuVram, context.gpuVram), cpu] : [cpu];
}
