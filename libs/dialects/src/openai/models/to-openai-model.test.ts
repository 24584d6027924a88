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
    });
  });

  it('says why a model failed', () => {
    const failed = toOpenAiModel({ ...FACTS, aliases: [], state: 'failed', reason: 'Out of memory.' });
    expect(failed).toMatchObject({ state: 'failed', reason: 'Out of memory.' });
  });
});
