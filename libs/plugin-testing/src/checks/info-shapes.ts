import type {
  Capabilities,
  EmbedderInfo,
  EmbedderLimits,
  Match,
  ModelInfo,
  RerankerInfo,
  Sampling,
} from '@predict-otron/plugin-sdk';
import { amount, anyText, between, count, flag, listOf, oneOf, optional, type Shape, shaped, text } from './shape.js';

const MATCH: Shape<Match> = { score: between(0, 100), reason: text };

const CAPABILITIES: Shape<Capabilities> = {
  chat: flag,
  tools: flag,
  constraints: listOf(oneOf('jsonSchema', 'gbnf', 'regex', 'choice')),
  reasoning: flag,
  logprobs: shaped({ generated: flag, prompt: flag }),
  infill: flag,
  contextOverflow: listOf(oneOf('refuse', 'trim', 'shift')),
  modalities: listOf(oneOf('text', 'image', 'audio')),
};

const SAMPLING: Shape<Sampling> = {
  temperature: between(0, 2),
  topP: between(0, 1),
  topK: amount,
  minP: between(0, 1),
  seed: optional(amount),
  presencePenalty: between(-2, 2),
  frequencyPenalty: between(-2, 2),
  repeatPenalty: between(Number.MIN_VALUE, Number.MAX_VALUE),
  logitBias: optional(Array.isArray),
};

export const MODEL_INFO: Shape<ModelInfo> = {
  id: text,
  family: text,
  architecture: text,
  parameters: count,
  contextTokens: count,
  layers: optional(count),
  vocabularyTokens: count,
  quantization: text,
  weightBytes: count,
  chatTemplate: optional(text),
  capabilities: shaped(CAPABILITIES),
  defaults: shaped(SAMPLING),
  match: shaped(MATCH),
};

export const EMBEDDER_INFO: Shape<EmbedderInfo> = {
  id: text,
  dimensions: count,
  matryoshkaDimensions: listOf(count),
  maxTokens: count,
  vocabularyTokens: count,
  pooling: oneOf('cls', 'mean', 'last'),
  normalized: flag,
  prefixes: shaped({ query: anyText, passage: anyText }),
  weightBytes: count,
  batchTolerance: amount,
  match: shaped(MATCH),
};

export const EMBEDDER_LIMITS: Shape<EmbedderLimits> = { batchTokens: count, concurrency: count };

export const RERANKER_INFO: Shape<RerankerInfo> = {
  id: text,
  maxTokens: count,
  weightBytes: count,
  match: shaped(MATCH),
};
