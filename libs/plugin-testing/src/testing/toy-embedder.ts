import { type EmbedderInfo, type LoadedEmbedder, PluginError } from '@predict-otron/plugin-sdk';
import { MATCH, MEMORY } from './toy-file.js';
import { random, tokensOf, VOCABULARY_TOKENS } from './toy-language.js';

const DIMENSIONS = 8;
const START = VOCABULARY_TOKENS;
const END = VOCABULARY_TOKENS + 1;

export const TOY_EMBEDDER_INFO: EmbedderInfo = {
  id: 'toy',
  dimensions: DIMENSIONS,
  matryoshkaDimensions: [4],
  maxTokens: 64,
  vocabularyTokens: VOCABULARY_TOKENS + 2,
  pooling: 'mean',
  normalized: true,
  prefixes: { query: '', passage: '' },
  weightBytes: 1000,
  batchTolerance: 0,
  match: MATCH,
};

/** The normalized mean of one fixed vector for each token. */
export class ToyEmbedder implements LoadedEmbedder {
  readonly info: EmbedderInfo;
  readonly limits = { batchTokens: 256, concurrency: 2 };
  #disposed = false;

  constructor(id: string) {
    this.info = { ...TOY_EMBEDDER_INFO, id };
  }

  memory = async () => MEMORY;
  tokenize = async (texts: string[]) => texts.map((text) => [START, ...tokensOf(text), END]);
  frame = async (tokens: number[]) => [START, ...tokens, END];

  embed = async (batch: number[][]) => {
    if (this.#disposed) throw new PluginError('DISPOSED', 'The embedder was disposed.');
    for (const row of batch) assertRow(row);
    return batch.map(vectorOf);
  };

  dispose = async () => {
    this.#disposed = true;
  };
}

function assertRow(row: number[]): void {
  const { maxTokens, vocabularyTokens } = TOY_EMBEDDER_INFO;
  if (row.length > maxTokens) throw new PluginError('INPUT_INVALID', 'The text is too long.', { limit: maxTokens });
  if (row.some((token) => token < 0 || token >= vocabularyTokens)) throw new PluginError('INPUT_INVALID', 'No token.');
}

function vectorOf(row: number[]): Float32Array {
  const sums = Array.from({ length: DIMENSIONS }, (_, i) =>
    row.reduce((sum, token) => sum + random(token * DIMENSIONS + i) - 0.5, 0),
  );
  const length = Math.hypot(...sums);
  return Float32Array.from(sums, (sum) => sum / length);
}
