import { type EmbedderInfo, type ModelFile, PluginError } from '@predict-otron/plugin-sdk';
import { type GgufModel, maxTokensOf, openGgufModel } from '../model/gguf-model.js';
import { readSettings } from '../model/model-settings.js';

/** An embedding model in a GGUF file. */
export interface DescribedEmbedder extends GgufModel {
  info: EmbedderInfo;
}

/** Describes an embedding model from its header; `undefined` when the file is none. Throws `MODEL_INVALID`, `INPUT_INVALID`. */
export async function describeEmbedder(file: ModelFile): Promise<DescribedEmbedder | undefined> {
  const model = await openGgufModel(file, 'embed');
  if (!model) return undefined;
  const settings = readSettings(file, 'embed');
  const { header, facts } = model;
  const { dimensions } = facts;
  if (dimensions < 1) throw new PluginError('MODEL_INVALID', `${file.id} does not say how long its vectors are`);
  const matryoshkaDimensions = settings.matryoshkaDimensions ?? [];
  if (matryoshkaDimensions.some((cut) => cut >= dimensions)) {
    const message = `settings.matryoshkaDimensions: all must be below the ${dimensions} dimensions of ${file.id}`;
    throw new PluginError('INPUT_INVALID', message, { param: 'settings.matryoshkaDimensions' });
  }
  const info: EmbedderInfo = {
    id: file.id,
    dimensions,
    matryoshkaDimensions,
    maxTokens: maxTokensOf(model, file.id, settings.maxTokens),
    vocabularyTokens: header.vocabularyTokens,
    pooling: settings.pooling ?? ownPooling(model),
    normalized: settings.normalize ?? true,
    prefixes: { query: '', passage: '', ...settings.prefixes },
    weightBytes: header.weightBytes,
    batchTolerance: 0,
    match: settings.task
      ? { score: 100, reason: 'the settings say that it embeds' }
      : { score: 80, reason: `llama.cpp embeds with ${header.architecture}` },
  };
  return { ...model, info };
}

/** A bare encoder is mean-pooled, as sentence-transformers does with one; a bare decoder says most at its last token. */
function ownPooling({ facts }: GgufModel): EmbedderInfo['pooling'] {
  const { pooling, encoder } = facts;
  if (pooling && pooling !== 'rank') return pooling;
  return encoder ? 'mean' : 'last';
}
