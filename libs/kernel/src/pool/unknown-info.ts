import type { EmbedderInfo, Match, ModelInfo, RerankerInfo } from '@predict-otron/plugin-sdk';
import type { AnyInfo, ModelKind } from './model-kind.js';

/** Stands for what could not be read of a broken model: no capability, `unknown` and zeros. */
export function unknownInfo(kind: ModelKind, id: string): AnyInfo {
  const match: Match = { score: 0, reason: 'The file could not be read.' };
  switch (kind) {
    case 'language':
      return unknownLanguageModel(id, match);
    case 'embedding':
      return unknownEmbedder(id, match);
    case 'rerank':
      return { id, maxTokens: 0, weightBytes: 0, match } satisfies RerankerInfo;
  }
}

function unknownLanguageModel(id: string, match: Match): ModelInfo {
  return {
    id,
    family: 'unknown',
    architecture: 'unknown',
    parameters: 0,
    contextTokens: 0,
    vocabularyTokens: 0,
    quantization: 'unknown',
    weightBytes: 0,
    capabilities: {
      chat: false,
      tools: false,
      constraints: [],
      reasoning: false,
      logprobs: { generated: false, prompt: false },
      infill: false,
      contextOverflow: [],
      modalities: [],
    },
    defaults: {
      temperature: 1,
      topP: 1,
      topK: 0,
      minP: 0,
      presencePenalty: 0,
      frequencyPenalty: 0,
      repeatPenalty: 1,
    },
    match,
  };
}

function unknownEmbedder(id: string, match: Match): EmbedderInfo {
  return {
    id,
    dimensions: 0,
    vocabularyTokens: 0,
    matryoshkaDimensions: [],
    maxTokens: 0,
    pooling: 'mean',
    normalized: false,
    prefixes: { query: '', passage: '' },
    weightBytes: 0,
    batchTolerance: 0,
    match,
  };
}
