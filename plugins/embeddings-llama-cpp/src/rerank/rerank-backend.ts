import { ENGINE_DEVICES } from '@predict-otron/llama-cpp';
import { type LoadOptions, type ModelFile, PluginError, type RerankBackend } from '@predict-otron/plugin-sdk';
import { type ContextPlan, planContexts } from '../engine/context-plan.js';
import type { LlamaModel } from '../engine/engine-types.js';
import { estimateContexts } from '../engine/estimate-contexts.js';
import { loadContexts } from '../engine/load-contexts.js';
import { ModelContexts } from '../engine/model-contexts.js';
import { openContexts } from '../engine/open-contexts.js';
import { specialTokens } from '../engine/special-tokens.js';
import { type DescribedReranker, describeReranker } from './describe-reranker.js';
import { LlamaReranker } from './llama-reranker.js';

/** GGUF cross-encoders through llama.cpp. */
export const rerankBackend: RerankBackend = {
  id: 'llama-cpp',
  deviceKinds: ENGINE_DEVICES,
  describe: async (file) => (await describeReranker(file))?.info,
  async estimate(file, options) {
    const { model, plan } = await plannedModel(file, options);
    return estimateContexts(model, plan, options);
  },
  load: (file, options) =>
    loadContexts(async () => {
      const { model, plan } = await plannedModel(file, options);
      return {
        path: file.path,
        header: model.header,
        options,
        async open(weights, signal) {
          checkTemplate(weights, model);
          const { contexts: count, ...contextOptions } = plan;
          const contexts = await openContexts(count, () =>
            weights.createRankingContext({ ...contextOptions, createSignal: signal }),
          );
          const memory = await estimateContexts(model, plan, options);
          const hasTemplate = model.facts.rankTemplate !== undefined;
          return new LlamaReranker(model.info, new ModelContexts(weights, contexts), memory, hasTemplate);
        },
      };
    }),
};

/** The engine would put a missing end token before the template instead of after it. */
function checkTemplate(weights: LlamaModel, { info, facts }: DescribedReranker): void {
  const [end] = specialTokens(weights).back;
  if (facts.rankTemplate === undefined || end === undefined) return;
  if (weights.tokenize(facts.rankTemplate, true).at(-1) === end) return;
  throw new PluginError('UNSUPPORTED', `The rerank template of ${info.id} does not end with the model's end token`);
}

interface PlannedModel {
  /** With the longest pair that fits into the context asked for. */
  model: DescribedReranker;
  plan: ContextPlan;
}

async function plannedModel(file: ModelFile, options: LoadOptions): Promise<PlannedModel> {
  const model = await describeReranker(file);
  if (!model) throw new PluginError('MODEL_INVALID', `${file.id} is no reranking model of llama.cpp`);
  const info = { ...model.info, maxTokens: Math.min(model.info.maxTokens, options.contextTokens) };
  return { model: { ...model, info }, plan: planContexts(options, info.maxTokens, model.facts) };
}
