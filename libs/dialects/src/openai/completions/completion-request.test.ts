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
    ['best_of like n', { n: 2, best_of: 2, stream: true }, { n: 2 }],
    ['best_of', { n: 2, best_of: 5 }, { n: 2, bestOf: 5 }],
    ['neutral fields', { suffix: '', echo: false, best_of: 1, stream: true, user: 'x', timings: true }, {}],
    ['null', { suffix: null, echo: null, best_of: null, grammar: null, choice: null, context_overflow: null }, {}],
    ['suffix', { suffix: ' end.' }, { prompt: { prefix: 'Once', suffix: ' end.' } }],
    ['echo', { echo: true }, {}],
    ['echo without an answer', { echo: true, max_tokens: 0 }, { maxTokens: 0 }],
    ['echo with logprobs', { echo: true, logprobs: 1 }, { logprobs: { top: 1, prompt: true } }],
    ['grammar', { grammar: 'root ::= "a"' }, { constraint: { gbnf: 'root ::= "a"' } }],
    ['regex', { regex: '[a-z]+' }, { constraint: { regex: '[a-z]+' } }],
    ['choice', { choice: ['a', 'b'] }, { constraint: { choice: ['a', 'b'] } }],
    ['context_overflow', { context_overflow: 'trim_oldest' }, { contextOverflow: 'trim' }],
    ['deterministic', { deterministic: true }, { deterministic: true }],
  ])('honors %s', (_, fields, expected) => {
    expect(asked(fields)).toEqual([{ ...PLAIN, ...expected }]);
  });

  it('asks the same of each prompt', () => {
    const requests = asked({ prompt: ['a', 'b'], n: 2, temperature: 1 });
    expect(requests).toEqual(
      ['a', 'b'].map((text) => ({ ...PLAIN, prompt: { text }, n: 2, sampling: { temperature: 1 } })),
    );
  });

  it.each<[object, string]>([
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
    [{ best_of: 1, n: 2 }, 'best_of'],
    [{ best_of: 3, stream: true }, 'best_of'],
    [{ best_of: 129 }, 'best_of'],
    [{ suffix: 5 }, 'suffix'],
    [{ suffix: '.', prompt: [5, 6] }, 'suffix'],
    [{ suffix: '.', prompt: [[5], [6]] }, 'suffix'],
    [{ echo: 'yes' }, 'echo'],
    [{ echo: true, suffix: '.' }, 'echo'],
    [{ echo: true, context_overflow: 'trim_oldest' }, 'echo'],
    [{ echo: false, max_tokens: 0 }, 'max_tokens'],
    [{ max_tokens: -1 }, 'max_tokens'],
    [{ regex: 'a', choice: ['a'] }, 'choice'],
    [{ reasoning_effort: 'low' }, 'reasoning_effort'],
    [{ response_format: { type: 'json_object' } }, 'response_format'],
  ])('refuses %j', (fields, param) => {
    expect(fault(fields)).toEqual({ code: 'INPUT_INVALID', param });
  });
});
