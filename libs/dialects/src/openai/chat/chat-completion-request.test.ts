import { type GenerationRequest, PluginError } from '@predict-otron/plugin-sdk';
import { validateRequest } from '../../validation/validate-request.js';
import { seed32 } from '../seed.js';
import { ChatCompletionRequest } from './chat-completion-request.js';
import { chatGenerationRequest } from './chat-generation-request.js';

const BODY = { model: 'default', messages: [{ role: 'user', content: 'Hi' }] };
const PLAIN: GenerationRequest = {
  prompt: { messages: [{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }] },
  sampling: {},
  stop: [],
  n: 1,
  contextOverflow: 'refuse',
};

/** Fields that are not built yet, with the values that ask for nothing and with some that ask for something. */
const NOT_YET: Record<string, { neutral: unknown[]; refused: unknown[] }> = {
  functions: { neutral: [[]], refused: [[{ name: 'f' }]] },
  function_call: { neutral: ['none', 'auto'], refused: [{ name: 'f' }] },
  verbosity: { neutral: ['medium'], refused: ['low', 'high'] },
  modalities: { neutral: [['text']], refused: [['audio'], ['text', 'audio'], [], 'text'] },
  audio: { neutral: [], refused: [{ voice: 'alloy', format: 'mp3' }, {}] },
  prediction: { neutral: [], refused: [{ type: 'content', content: 'x' }] },
  web_search_options: { neutral: [], refused: [{}] },
  moderation: { neutral: [], refused: [{ model: 'x' }] },
  store: { neutral: [false], refused: [true] },
  service_tier: { neutral: ['auto', 'default'], refused: ['flex', 'priority'] },
  prompt_cache_key: { neutral: [], refused: ['key'] },
  prompt_cache_options: { neutral: [], refused: [{ mode: 'explicit' }] },
  prompt_cache_retention: { neutral: ['in_memory'], refused: ['24h'] },
  safety_identifier: { neutral: [], refused: ['someone'] },
};

const accept = (fields: object) => validateRequest(ChatCompletionRequest, { ...BODY, ...fields });
const asked = (fields: object) => chatGenerationRequest(accept(fields));
function fault(fields: object): unknown {
  try {
    // descriptors, because a spread would lose an own __proto__
    const body = Object.defineProperties({ ...BODY }, Object.getOwnPropertyDescriptors(fields));
    return { accepted: validateRequest(ChatCompletionRequest, body) };
  } catch (error) {
    return PluginError.is(error) ? { code: error.code, param: error.details.param } : error;
  }
}

describe('ChatCompletionRequest', () => {
  it('asks for nothing but the conversation when nothing else is said', () => {
    expect(asked({})).toEqual(PLAIN);
  });

  it.each<[string, object, Partial<GenerationRequest>]>([
    ['temperature', { temperature: 0 }, { sampling: { temperature: 0 } }],
    ['temperature', { temperature: 2 }, { sampling: { temperature: 2 } }],
    ['top_p', { top_p: 0.5 }, { sampling: { topP: 0.5 } }],
    ['top_k', { top_k: 40 }, { sampling: { topK: 40 } }],
    ['min_p', { min_p: 0.05 }, { sampling: { minP: 0.05 } }],
    ['seed', { seed: 42 }, { sampling: { seed: 42 } }],
    ['a negative seed', { seed: -1 }, { sampling: { seed: seed32(-1) } }],
    ['presence_penalty', { presence_penalty: -2 }, { sampling: { presencePenalty: -2 } }],
    ['frequency_penalty', { frequency_penalty: 2 }, { sampling: { frequencyPenalty: 2 } }],
    ['repeat_penalty', { repeat_penalty: 1.1 }, { sampling: { repeatPenalty: 1.1 } }],
    [
      'logit_bias',
      { logit_bias: { 5: -100, 17: 0.5 } },
      {
        sampling: {
          logitBias: [
            [5, -100],
            [17, 0.5],
          ],
        },
      },
    ],
    ['a stop string', { stop: 'END' }, { stop: ['END'] }],
    ['stop strings', { stop: ['a', 'b', 'c', 'd'] }, { stop: ['a', 'b', 'c', 'd'] }],
    ['no stop strings', { stop: [] }, { stop: [] }],
    ['max_tokens', { max_tokens: 5 }, { maxTokens: 5 }],
    ['max_completion_tokens', { max_completion_tokens: 6 }, { maxTokens: 6 }],
    ['both limits alike', { max_tokens: 5, max_completion_tokens: 5 }, { maxTokens: 5 }],
    ['n', { n: 3 }, { n: 3 }],
    ['logprobs', { logprobs: true }, { logprobs: { top: 0, prompt: false } }],
    ['top_logprobs', { logprobs: true, top_logprobs: 20 }, { logprobs: { top: 20, prompt: false } }],
    ['logprobs: false', { logprobs: false }, {}],
  ])('honors %s', (_, fields, expected) => {
    expect(asked(fields)).toEqual({ ...PLAIN, ...expected });
  });

  it.each([
    ['stream', { stream: true, stream_options: { include_usage: true } }],
    ['stream: false', { stream: false }],
    ['user', { user: 'someone' }],
    ['metadata', { metadata: { purpose: 'test' } }],
  ])('keeps %s for the answer and asks the model for nothing', (_, fields) => {
    expect(accept(fields)).toMatchObject(fields);
    expect(asked(fields)).toEqual(PLAIN);
  });

  it('takes null for an optional field as absent', () => {
    const nulls = Object.fromEntries(
      Object.keys(NOT_YET)
        .concat(['temperature', 'stop', 'n', 'stream', 'stream_options', 'logit_bias', 'metadata', 'user', 'logprobs'])
        .concat(['top_logprobs', 'max_tokens', 'max_completion_tokens', 'seed'])
        .concat(['tools', 'tool_choice', 'parallel_tool_calls', 'response_format', 'grammar', 'regex', 'choice'])
        .concat(['reasoning_effort', 'reasoning_budget', 'context_overflow', 'deterministic', 'timings'])
        .map((field) => [field, null]),
    );
    expect(asked(nulls)).toEqual(PLAIN);
    expect(Object.keys(accept(nulls)).sort()).toEqual(['messages', 'model']);
  });

  it.each<[string, unknown, string?]>([
    ['model', undefined],
    ['model', null],
    ['model', ''],
    ['model', 5],
    ['messages', undefined],
    ['messages', null],
    ['messages', []],
    ['messages', 'Hi'],
    ['messages', { role: 'user', content: 'Hi' }],
    ['messages', [null]],
    ['messages', ['Hi']],
    ['messages', [[]]],
    ['messages', [[{ role: 'user', content: 'Hi' }]]],
    ['temperature', '0.5'],
    ['temperature', -0.1],
    ['temperature', 2.1],
    ['temperature', Number.POSITIVE_INFINITY],
    ['temperature', true],
    ['temperature', [1]],
    ['top_p', 1.1],
    ['top_k', 1.5],
    ['top_k', -1],
    ['min_p', -0.1],
    ['seed', 1.5],
    ['seed', '1'],
    ['seed', 2 ** 64],
    ['seed', -(2 ** 63) - 2048],
    ['presence_penalty', 2.1],
    ['frequency_penalty', -2.1],
    ['repeat_penalty', 0],
    ['repeat_penalty', 10.1],
    ['logit_bias', { 5: 101 }],
    ['logit_bias', { 5: '1' }],
    ['logit_bias', { hello: 1 }],
    ['logit_bias', { '-1': 1 }],
    ['logit_bias', { '01': 1 }],
    ['logit_bias', []],
    ['logit_bias', Object.fromEntries(Array.from({ length: 1025 }, (_, token) => [token, 1]))],
    ['stop', ''],
    ['stop', ['']],
    ['stop', ['a', 5]],
    ['stop', ['a', 'b', 'c', 'd', 'e']],
    ['stop', { a: 1 }],
    ['max_tokens', 0],
    ['max_tokens', 1.5],
    ['max_completion_tokens', 0],
    ['n', 0],
    ['n', 129],
    ['n', '1'],
    ['stream', 'true'],
    ['stream', 1],
    ['logprobs', 5],
    ['top_logprobs', 5],
    ['user', 5],
    ['user', 'x'.repeat(513)],
    ['metadata', { a: 1 }],
    ['metadata', { a: 'x'.repeat(513) }],
    ['metadata', { ['x'.repeat(65)]: 'a' }],
    ['metadata', Object.fromEntries(Array.from({ length: 17 }, (_, key) => [`key${key}`, 'a']))],
    ['metadata', []],
    ['stream_options', { include_usage: true }],
  ])('refuses %s: %j', (param, value) => {
    expect(fault({ [param]: value })).toEqual({ code: 'INPUT_INVALID', param });
  });

  it.each<[object, string]>([
    [{ stream: true, stream_options: [] }, 'stream_options'],
    [{ stream: true, stream_options: true }, 'stream_options'],
    [{ stream: true, stream_options: { include_usage: 'yes' } }, 'stream_options.include_usage'],
    [{ stream: true, stream_options: { usage: true } }, 'stream_options.usage'],
    [{ logprobs: true, top_logprobs: 21 }, 'top_logprobs'],
    [{ logprobs: true, top_logprobs: -1 }, 'top_logprobs'],
    [{ logprobs: false, top_logprobs: 2 }, 'top_logprobs'],
    [{ max_tokens: 5, max_completion_tokens: 6 }, 'max_completion_tokens'],
    [{ temprature: 1 }, 'temprature'],
    [{ toString: 1 }, 'toString'],
    [{ constructor: { name: 'x' } }, 'constructor'],
    [JSON.parse('{"__proto__": {"stream": true}}'), '__proto__'],
  ])('refuses %j', (fields, param) => {
    expect(fault(fields)).toEqual({ code: 'INPUT_INVALID', param });
  });

  it.each(
    Object.entries(NOT_YET).flatMap(([field, { neutral }]) =>
      neutral.map((value): [string, unknown] => [field, value]),
    ),
  )('accepts the neutral %s: %j', (field, value) => {
    expect(asked({ [field]: value })).toEqual(PLAIN);
  });

  it.each(
    Object.entries(NOT_YET).flatMap(([field, { refused }]) =>
      refused.map((value): [string, unknown] => [field, value]),
    ),
  )('refuses %s by name: %j', (param, value) => {
    expect(fault({ [param]: value })).toEqual({ code: 'UNSUPPORTED', param });
  });

  it('refuses the padding of streams by name', () => {
    const param = 'stream_options.include_obfuscation';
    expect(fault({ stream: true, stream_options: { include_obfuscation: true } })).toEqual({
      code: 'UNSUPPORTED',
      param,
    });
    expect(asked({ stream: true, stream_options: { include_obfuscation: false } })).toEqual(PLAIN);
  });
});
