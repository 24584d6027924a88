import { type ModelFile, PluginError, type RerankerInfo } from '@predict-otron/plugin-sdk';
import { type GgufModel, maxTokensOf, openGgufModel } from '../model/gguf-model.js';
import { readSettings } from '../model/model-settings.js';

/** A reranking model in a GGUF file. */
export interface DescribedReranker extends GgufModel {
  info: RerankerInfo;
}

/** Architectures whose head gives a probability for each of its labels, the relevant one first. */
const LABEL_HEADS = ['qwen3', 'qwen3vl'];

/** Describes a reranking model from its header; `undefined` when the file is none. Throws `MODEL_INVALID`, `INPUT_INVALID`. */
export async function describeReranker(file: ModelFile): Promise<DescribedReranker | undefined> {
  const model = await openGgufModel(file, 'rerank');
  if (!model) return undefined;
  const settings = readSettings(file, 'rerank');
  const { header, facts } = model;
  if (!facts.rankHead) throw new PluginError('MODEL_INVALID', `${file.id} has no head that scores`);
  if (facts.labels.length > 1 && !LABEL_HEADS.includes(header.architecture)) {
    const labels = facts.labels.join(', ');
    throw new PluginError('MODEL_INVALID', `${file.id} does not score, it sorts into classes: ${labels}`);
  }
  const info: RerankerInfo = {
    id: file.id,
    maxTokens: maxTokensOf(model, file.id, settings.maxTokens),
    weightBytes: header.weightBytes,
    match: settings.task
      ? { score: 100, reason: 'the settings say that it ranks' }
      : { score: 80, reason: `llama.cpp ranks with ${header.architecture}` },
  };
  return { ...model, info };
}
