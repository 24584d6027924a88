import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { JsonObject } from '@predict-otron/plugin-sdk';
import type { ModelFolder } from './model-folder.js';
import { givesScores, lastDimension, readsTokens, scoreOutput } from './onnx-interface.js';

/** Architectures whose positions start behind the padding token's id, so that as many of them are lost. */
const OFFSET_POSITIONS = ['roberta', 'xlm-roberta', 'xlm-roberta-xl', 'camembert', 'mpnet'];
/** What tokenizers say who know no limit is 1e30. */
const NO_LIMIT = 1e6;

/** Tokens that the model's tokenizer allows in one text, when it says so. */
export function tokenizerLimit({ tokenizerConfig }: ModelFolder): number | undefined {
  const limit = tokenizerConfig.model_max_length;
  return typeof limit === 'number' && limit > 0 && limit < NO_LIMIT ? limit : undefined;
}

/** Positions that the architecture has, when it has a fixed number of them. */
export function positionsOf(config: JsonObject): number | undefined {
  const positions = config.max_position_embeddings;
  if (typeof positions !== 'number') return undefined;
  const offset = OFFSET_POSITIONS.includes(String(config.model_type)) ? Number(config.pad_token_id ?? 1) + 1 : 0;
  return positions - offset;
}

/** Size of a token's vector, by the names that the architectures have for it. */
export function hiddenSizeOf(config: JsonObject): number | undefined {
  const size = [config.hidden_size, config.dim, config.d_model].find((value) => typeof value === 'number');
  return size as number | undefined;
}

/** Size of the vocabulary; from the tokenizer itself only where the configuration does not say. */
export async function vocabularyOf(folder: ModelFolder): Promise<number> {
  const { vocab_size: size } = folder.config;
  if (typeof size === 'number' && size > 0) return size;
  const tokenizer = JSON.parse(await readFile(join(folder.path, 'tokenizer.json'), 'utf8'));
  const added: { id: number }[] = tokenizer.added_tokens ?? [];
  return Math.max(Object.keys(tokenizer.model.vocab).length, ...added.map((token) => token.id + 1));
}

/** What the model's files say it is for; `undefined` for nothing that is served here. */
export function taskOf(folder: ModelFolder): 'embed' | 'rerank' | 'sparse' | undefined {
  const { config, header } = folder;
  const architectures = Array.isArray(config.architectures) ? config.architectures.map(String) : [];
  const ends = (ending: string) => architectures.some((name) => name.endsWith(ending));
  if (!readsTokens(header)) return undefined;
  if (ends('ForSequenceClassification')) return labelsOf(folder) === 1 ? 'rerank' : undefined;
  if (!givesScores(header)) return 'embed';
  return ends('ForMaskedLM') ? 'sparse' : undefined;
}

/** Number of scores that a classifier gives a text. */
export function labelsOf(folder: ModelFolder): number {
  const { num_labels: labels, id2label } = folder.config;
  const fromGraph = lastDimension(scoreOutput(folder.onnxPath, folder.header));
  if (fromGraph !== undefined) return fromGraph;
  if (typeof labels === 'number') return labels;
  return typeof id2label === 'object' && id2label !== null ? Object.keys(id2label).length : 1;
}

/** The names by which a folder's model may be known: the folder's own, and the one it was saved from. */
export function namesOf(folder: ModelFolder): string[] {
  const { _name_or_path: origin } = folder.config;
  return typeof origin === 'string' ? [basename(folder.path), origin] : [basename(folder.path)];
}
