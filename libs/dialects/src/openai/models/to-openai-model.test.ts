import type { Capabilities, Sampling } from '@predict-otron/plugin-sdk';
import { toModelCapabilities } from './to-model-capabilities.js';
import { toOpenAiModel } from './to-openai-model.js';

const FACTS = {
  id: 'owner/repo:tag',
  kind: 'language',
  aliases: ['default'],
  plugin: 'runner-llama',
  contextTokens: 2048,
  state: 'unloaded',
  modifiedAt: 1_700_000_000_999,
  isDefault: true,
  parallel: 16,
  info: {},
} as const;

describe('toOpenAiModel', () => {
  it('has the fields of OpenAI and ours', () => {
    expect(toOpenAiModel({ ...FACTS, aliases: [...FACTS.aliases] })).toEqual({
      id: 'owner/repo:tag',
      object: 'model',
      created: 1_700_000_000,
      owned_by: 'runner-llama',
      kind: 'language',
      aliases: ['default'],
      is_default: true,
      context_tokens: 2048,
      state: 'unloaded',
      capabilities: expect.objectContaining({ context_tokens: 2048, parallel: 16, completions: true }),
    });
  });

  it('says why a model failed', () => {
    const failed = toOpenAiModel({ ...FACTS, aliases: [], state: 'failed', reason: 'Out of memory.' });
    expect(failed).toMatchObject({ state: 'failed', reason: 'Out of memory.' });
  });
});

describe('toModelCapabilities', () => {
  const NOTHING = {
    context_tokens: 512,
    parallel: 4,
    chat: false,
    completions: false,
    tools: false,
    structured_output: [],
    reasoning: false,
    logprobs: { generated: false, prompt: false },
    fim: false,
    embeddings: false,
    rerank: false,
    modalities: ['text'],
    context_overflow: [],
  };
  const MODEL = { contextTokens: 512, parallel: 4 };

  it('says what a language model can do', () => {
    const capabilities: Capabilities = {
      chat: true,
      tools: true,
      constraints: ['jsonSchema', 'gbnf', 'regex', 'choice'],
      reasoning: true,
      logprobs: { generated: true, prompt: true },
      infill: true,
      contextOverflow: ['refuse', 'trim', 'shift'],
      modalities: ['text', 'image'],
    };
    const defaults: Sampling = {
      temperature: 0.6,
      topP: 0.9,
      topK: 40,
      minP: 0.05,
      presencePenalty: 0.1,
      frequencyPenalty: 0.2,
      repeatPenalty: 1.1,
    };
    expect(toModelCapabilities({ ...MODEL, kind: 'language', info: { capabilities, defaults } })).toEqual({
      ...NOTHING,
      chat: true,
      completions: true,
      tools: true,
      structured_output: ['json_object', 'json_schema', 'grammar', 'regex', 'choice'],
      reasoning: true,
      logprobs: { generated: true, prompt: true },
      fim: true,
      modalities: ['text', 'image'],
      context_overflow: ['refuse', 'trim_oldest', 'shift'],
      defaults: {
        temperature: 0.6,
        top_p: 0.9,
        top_k: 40,
        min_p: 0.05,
        presence_penalty: 0.1,
        frequency_penalty: 0.2,
        repeat_penalty: 1.1,
      },
    });
  });

  it('says what models of other kinds can do', () => {
    expect(toModelCapabilities({ ...MODEL, kind: 'embedding', info: { dimensions: 384 } })).toEqual({
      ...NOTHING,
      embeddings: true,
      rerank: true,
      dimensions: 384,
    });
    expect(toModelCapabilities({ ...MODEL, kind: 'rerank', info: {} })).toEqual({ ...NOTHING, rerank: true });
  });
});
