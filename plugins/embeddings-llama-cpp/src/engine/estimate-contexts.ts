import { insightsOf } from '@predict-otron/llama-cpp';
import type { LoadOptions, MemoryNeed } from '@predict-otron/plugin-sdk';
import type { GgufModel } from '../model/gguf-model.js';
import type { ContextPlan } from './context-plan.js';

/** What a load would take, as llama.cpp itself simulates it from the header. */
export async function estimateContexts(
  { header }: GgufModel,
  { contexts, contextSize, batchSize }: ContextPlan,
  options: LoadOptions,
): Promise<MemoryNeed[]> {
  const insights = await insightsOf(header);
  const weights = await insights.estimateModelResourceRequirementsV2({
    gpuLayers: 0,
    useMmap: options.useMmap ?? true,
  });
  const context = await insights.estimateContextResourceRequirementsV2({
    modelGpuLayers: 0,
    sequences: 1,
    contextSize,
    batchSize,
    isEmbeddingContext: true,
  });
  // a text is forgotten as soon as its vector is there, so all of a context is for computing
  return [{ deviceId: 'cpu', weights: weights.cpuRam, kvCache: 0, compute: context.cpuRam * contexts }];
}
