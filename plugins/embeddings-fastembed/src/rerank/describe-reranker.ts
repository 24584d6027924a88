import { type ModelFile, PluginError, type RerankerInfo } from '@predict-otron/plugin-sdk';
import { labelsOf, positionsOf, taskOf, tokenizerLimit, vocabularyOf } from '../folder/model-facts.js';
import { type ModelFolder, openModelFolder } from '../folder/model-folder.js';
import { earlySettings, readSettings } from '../folder/model-settings.js';
import { checkInputs, scoreOutput } from '../folder/onnx-interface.js';
import { statedMaxTokens } from '../folder/sentence-transformers.js';
import { tokenLimit } from '../folder/token-limit.js';

/** A cross-encoder in a folder. */
export interface DescribedReranker {
  info: RerankerInfo;
  folder: ModelFolder;
  vocabularyTokens: number;
  /** Name of the graph's output with the scores. */
  output: string;
}

/** Describes the cross-encoder in a folder; `undefined` when there is none. Throws `MODEL_INVALID`, `INPUT_INVALID`. */
export async function describeReranker(file: ModelFile): Promise<DescribedReranker | undefined> {
  const { task, modelFile } = earlySettings(file);
  const folder = await openModelFolder(file.path, modelFile);
  if (!folder || (task ?? taskOf(folder)) !== 'rerank') return undefined;
  const { maxTokens: setting } = readSettings(file, 'rerank');
  checkInputs(folder.onnxPath, folder.header);
  const output = scoreOutput(folder.onnxPath, folder.header);
  const labels = labelsOf(folder);
  if (labels !== 1) {
    throw new PluginError('MODEL_INVALID', `${file.id} gives ${labels} scores for a pair; a reranker gives one`);
  }
  const stated = [await statedMaxTokens(folder.path), tokenizerLimit(folder)];
  const maxTokens = tokenLimit(file, { setting, stated, positions: positionsOf(folder.config) });
  return {
    folder,
    output: output.name,
    vocabularyTokens: await vocabularyOf(folder),
    info: {
      id: file.id,
      maxTokens,
      weightBytes: folder.weightBytes,
      match: { score: 60, reason: 'an ONNX cross-encoder with one score; a document that does not fit is truncated' },
    },
  };
}
