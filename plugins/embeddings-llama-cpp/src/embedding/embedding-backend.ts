import { ENGINE_DEVICES } from '@predict-otron/llama-cpp';
import {
  type EmbedderInfo,
  type EmbeddingBackend,
  type LoadOptions,
  type ModelFile,
  PluginError,
} from '@predict-otron/plugin-sdk';
import { type ContextPlan, planContexts } from '../engine/context-plan.js';
import { estimateContexts } from '../engine/estimate-contexts.js';
import { loadContexts } from '../engine/load-contexts.js';
import { ModelContexts } from '../engine/model-contexts.js';
import { openContexts } from '../engine/open-contexts.js';
import { type DescribedEmbedder, describeEmbedder } from './describe-embedder.js';
import { LlamaEmbedder } from './llama-embedder.js';

/** `{arch}.pooling_type`. Source: `llama_pooling_type` in llama.h. */
const POOLING_TYPES: Record<EmbedderInfo['pooling'], number> = { mean: 1, cls: 2, last: 3 };

/** GGUF embedding models through llama.cpp. */
export const embeddingBackend: EmbeddingBackend = {
  id: 'llama-cpp',
  deviceKinds: ENGINE_DEVICES,
  describe: async (file) => (await describeEmbedder(file))?.info,
  async estimate(file, options) {
    const { model, plan } = await plannedModel(file, options);
    return estimateContexts(model, plan, options);
  },
  load: (file, options) =>
    loadContexts(async () => {
      const { model, plan, info } = await plannedModel(file, options);
      const { architecture } = model.header;
      const overridden = model.facts.pooling !== info.pooling;
      return {
        path: file.path,
        header: model.header,
        options,
        ...(overridden && { metadataOverrides: { [architecture]: { pooling_type: POOLING_TYPES[info.pooling] } } }),
        async open(weights, signal) {
          const { contexts: count, ...contextOptions } = plan;
          const contexts = await openContexts(count, () =>
            weights.createEmbeddingContext({ ...contextOptions, createSignal: signal }),
          );
          const memory = await estimateContexts(model, plan, options);
          return new LlamaEmbedder(info, new ModelContexts(weights, contexts), memory);
        },
      };
    }),
};

interface PlannedModel {
  model: DescribedEmbedder;
  /** With the longest text that fits into the context asked for. */
  info: EmbedderInfo;
  plan: ContextPlan;
}

async function plannedModel(file: ModelFile, options: LoadOptions): Promise<PlannedModel> {
  const model = await describeEmbedder(file);
  if (!model) throw new PluginError('MODEL_INVALID', `${file.id} is no embedding model of llama.cpp`);
  const info = { ...model.info, maxTokens: Math.min(model.info.maxTokens, options.contextTokens) };
  return { model, info, plan: planContexts(options, info.maxTokens, { ...model.facts, pooling: info.pooling }) };
}
