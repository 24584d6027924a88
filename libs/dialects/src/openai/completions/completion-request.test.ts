import { type GenerationRequest, PluginError } from '@predict-otron/plugin-sdk';
import { validateRequest } from '../../validation/validate-request.js';
import { completionGenerationRequests } from './completion-generation-requests.js';
import { CompletionRequest } from './completion-request.js';

const BODY = { model: 'default', prompt: 'Once' };
const PLAIN: GenerationRequest = { prompt: { text: 'Once' }, sampling: {}, stop: [], n: 1, contextOverflow: 'refuse' };

const asked = (fields: object) =>
  completionGenerationRequests(validateRequest(CompletionRequest, { ...BODY, ...fields }));

function fault(fields: object): unknown {
  try {
    return { accepted: asked(fields) };
  } catch (error) {
    return PluginError.is(error) ? { code: error.code, param: error.details.param } : error;
  }
}

describe('CompletionRequest', () => {
  it.each<[unknown, GenerationRequest['prompt'][]]>([
    ['Once', [{ text: 'Once' }]],
    ['', [{ text: '' }]],
    [
      ['Once', 'Twice'],
      [{ text: 'Once' }, { text: 'Twice' }],
    ],
    [[5, 6], [{ tokens: [5, 6] }]],
    [
      [[5], [6, 7]],
      [{ tokens: [5] }, { tokens: [6, 7] }],
    ],
  ])('reads the prompt %j', (prompt, prompts) => {
    expect(asked({ prompt }).map((request) => request.prompt)).toEqual(prompts);
  });

  it.each<[string, object, Partial<GenerationRequest>]>([
    ['temperature', { temperature: 0.2 }, { sampling: { temperature: 0.2 } }],
    ['seed', { seed: 7 }, { sampling: { seed: 7 } }],
    ['stop', { stop: '\n' }, { stop: ['\n'] }],
    ['max_tokens', { max_tokens: 16 }, { maxTokens: 16 }],
    ['n', { n: 2 }, { n: 2 }],
    ['logprobs: 0', { logprobs: 0 }, { logprobs: { top: 0, prompt: false } }],
    ['logprobs: 5', { logprobs: 5 }, { logprobs: { top: 5, prompt: false } }],
    ['best_of like n', { n: 2, best_of: 2 }, { n: 2 }],
    ['neutral fields', { suffix: null, echo: false, best_of: 1, stream: true, user: 'x' }, {}],
  ])('honors %s', (_, fields, expected) => {
    expect(asked(fields)).toEqual([{ ...PLAIN, ...expected }]);
  });

  it('asks the same of each prompt', () => {
    const requests = asked({ prompt: ['a', 'b'], n: 2, temperature: 1 });
    expect(requests).toEqual(
      ['a', 'b'].map((text) => ({ ...PLAIN, prompt: { text }, n: 2, sampling: { temperature: 1 } })),
    );
  });

  it.each<[object, string, string?]>([
    [{ prompt: undefined }, 'prompt'],
    [{ prompt: null }, 'prompt'],
    [{ prompt: 5 }, 'prompt'],
    [{ prompt: {} }, 'prompt'],
    [{ prompt: [] }, 'prompt'],
    [{ prompt: [[]] }, 'prompt'],
    [{ prompt: ['a', 5] }, 'prompt'],
    [{ prompt: [5, 'a'] }, 'prompt'],
    [{ prompt: [5, -1] }, 'prompt'],
    [{ prompt: [1.5] }, 'prompt'],
    [{ prompt: [2 ** 31] }, 'prompt'],
    [{ prompt: [[5], ['a']] }, 'prompt'],
    [{ prompt: [[5], 'a'] }, 'prompt'],
    [{ prompt: [null] }, 'prompt'],
    [{ prompt: Array(2049).fill('a') }, 'prompt'],
    [{ logprobs: 6 }, 'logprobs'],
    [{ logprobs: true }, 'logprobs'],
    [{ max_tokens: 0 }, 'max_tokens'],
    [{ best_of: 0 }, 'best_of'],
    [{ best_of: 'x' }, 'best_of'],
    [{ temperature: 3 }, 'temperature'],
    [{ messages: [] }, 'messages'],
    [{ max_completion_tokens: 5 }, 'max_completion_tokens'],
    [{ best_of: 3 }, 'best_of', 'UNSUPPORTED'],
    [{ best_of: 1, n: 2 }, 'best_of', 'UNSUPPORTED'],
    [{ suffix: '.' }, 'suffix', 'UNSUPPORTED'],
    [{ echo: true }, 'echo', 'UNSUPPORTED'],
  ])('refuses %j', (fields, param, code = 'INPUT_INVALID') => {
    expect(fault(fields)).toEqual({ code, param });
  });
});
