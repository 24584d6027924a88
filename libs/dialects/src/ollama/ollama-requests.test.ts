import { PluginError } from '@predict-otron/plugin-sdk';
import fc from 'fast-check';
import { validateRequest } from '../validation/validate-request.js';
import { OllamaChatRequest, ollamaChatGeneration } from './chat/chat-request.js';
import { OllamaGenerateRequest, ollamaGenerateGeneration } from './generate/generate-request.js';
import { modelIdOf, taggedName } from './model-name.js';
import { checkContext } from './ollama-options.js';

const HI = { model: 'default', messages: [{ role: 'user', content: 'Hi' }] };
const WEATHER = { name: 'weather', description: 'Rain?', parameters: { type: 'object' } };
const chat = (fields: object) => ollamaChatGeneration(validateRequest(OllamaChatRequest, { ...HI, ...fields }));
const generate = (fields: object) =>
  ollamaGenerateGeneration(validateRequest(OllamaGenerateRequest, { model: 'm', prompt: 'Hi', ...fields }));
const text = (one: string) => [{ type: 'text', text: one }];

function faultOf(run: () => unknown): [code: string, param: unknown] | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (!PluginError.is(error)) throw error;
    return [error.code, error.details.param];
  }
}

describe('ollamaChatGeneration', () => {
  it('asks for little by itself', () => {
    expect(chat({})).toEqual({
      prompt: { messages: [{ role: 'user', content: text('Hi') }] },
      sampling: {},
      stop: [],
      n: 1,
      contextOverflow: 'refuse',
    });
  });

  it.each<[string, object, object]>([
    ['temperature', { options: { temperature: 0.3 } }, { sampling: { temperature: 0.3 } }],
    ['top_k', { options: { top_k: 5 } }, { sampling: { topK: 5 } }],
    ['top_p', { options: { top_p: 0.5 } }, { sampling: { topP: 0.5 } }],
    ['min_p', { options: { min_p: 0.1 } }, { sampling: { minP: 0.1 } }],
    ['seed', { options: { seed: 7 } }, { sampling: { seed: 7 } }],
    ['a new seed', { options: { seed: -1 } }, { sampling: {} }],
    ['repeat_penalty', { options: { repeat_penalty: 1.1 } }, { sampling: { repeatPenalty: 1.1 } }],
    ['presence_penalty', { options: { presence_penalty: 1 } }, { sampling: { presencePenalty: 1 } }],
    ['frequency_penalty', { options: { frequency_penalty: 1 } }, { sampling: { frequencyPenalty: 1 } }],
    ['num_predict', { options: { num_predict: 9 } }, { maxTokens: 9 }],
    ['stop', { options: { stop: ['a'] } }, { stop: ['a'] }],
    ['format json', { format: 'json' }, { constraint: { jsonSchema: { type: 'object' } } }],
    ['a schema', { format: { type: 'array' } }, { constraint: { jsonSchema: { type: 'array' } } }],
    ['think', { think: true }, { reasoning: { effort: 'medium' } }],
    ['no think', { think: false }, { reasoning: { effort: 'none' } }],
    ['think high', { think: 'high' }, { reasoning: { effort: 'high' } }],
    ['logprobs', { logprobs: true, top_logprobs: 2 }, { logprobs: { top: 2, prompt: false } }],
    ['truncate', { truncate: true }, { contextOverflow: 'trim' }],
    ['tools', { tools: [{ type: 'function', function: WEATHER }] }, { prompt: { tools: [WEATHER] } }],
  ])('honours %s', (_, fields, expected) => {
    expect(chat(fields)).toMatchObject(expected);
  });

  it.each<object>([
    { options: { num_predict: -1 } },
    { keep_alive: -1 },
    { keep_alive: '5m' },
    { format: '' },
    { options: { repeat_last_n: 64, mirostat: 0, num_ctx: 8 } },
    { messages: [{ role: 'user', content: 'Hi', images: [] }] },
  ])('needs nothing of %j', (fields) => {
    expect(chat(fields)).toEqual(chat({}));
  });

  it('gives calls ids and finds the call of each result', () => {
    const called = (name: string, more: object = {}) => ({ function: { name, arguments: { a: 1 }, ...more } });
    const { prompt } = chat({
      messages: [
        { role: 'system', content: 'Be brief.' },
        {
          role: 'assistant',
          content: '',
          thinking: 'Hm.',
          tool_calls: [called('a', { index: 0 }), called('b'), { id: 'mine', type: 'function', ...called('c') }],
        },
        { role: 'tool', content: '2', tool_name: 'b' },
        { role: 'tool', content: '1' },
        { role: 'tool', content: '3', tool_call_id: 'mine' },
      ],
    });
    const args = '{"a":1}';
    expect(prompt).toEqual({
      messages: [
        { role: 'system', content: text('Be brief.') },
        {
          role: 'assistant',
          content: [],
          reasoning: 'Hm.',
          toolCalls: [
            { id: 'call_1', name: 'a', arguments: args },
            { id: 'call_2', name: 'b', arguments: args },
            { id: 'mine', name: 'c', arguments: args },
          ],
        },
        { role: 'tool', content: text('2'), callId: 'call_2', name: 'b' },
        { role: 'tool', content: text('1'), callId: 'call_1', name: 'a' },
        { role: 'tool', content: text('3'), callId: 'mine', name: 'c' },
      ],
    });
  });

  it.each<[object, string, string]>([
    [{ messages: 5 }, 'INPUT_INVALID', 'messages'],
    [{ messages: [{ role: 'x', content: '' }] }, 'INPUT_INVALID', 'messages[0].role'],
    [{ messages: [{ role: 'user', content: 'a', images: ['AAAA'] }] }, 'UNSUPPORTED', 'messages[0].images'],
    [{ options: { temperature: 3 } }, 'INPUT_INVALID', 'options.temperature'],
    [{ options: { num_predict: 0 } }, 'INPUT_INVALID', 'options.num_predict'],
    [{ options: { num_predict: -2 } }, 'INPUT_INVALID', 'options.num_predict'],
    [{ options: { num_gpu: 1 } }, 'UNSUPPORTED', 'options.num_gpu'],
    [{ options: { mirostat: 2 } }, 'UNSUPPORTED', 'options.mirostat'],
    [{ options: { x: 1 } }, 'INPUT_INVALID', 'options.x'],
    [{ format: 'xml' }, 'INPUT_INVALID', 'format'],
    [{ think: 'max' }, 'INPUT_INVALID', 'think'],
    [{ keep_alive: 'soon' }, 'INPUT_INVALID', 'keep_alive'],
    [{ keep_alive: {} }, 'INPUT_INVALID', 'keep_alive'],
    [{ shift: true }, 'UNSUPPORTED', 'shift'],
    [{ top_logprobs: 1 }, 'INPUT_INVALID', 'top_logprobs'],
    [{ temperature: 1 }, 'INPUT_INVALID', 'temperature'],
  ])('refuses %j by name', (fields, code, param) => {
    expect(faultOf(() => chat(fields))).toEqual([code, param]);
  });

  it('accepts any JSON or refuses it as a fault of the request', () => {
    const field = fc.constantFrom('messages', 'tools', 'options', 'format', 'think', 'keep_alive', 'stream', 'x');
    fc.assert(
      fc.property(fc.dictionary(field, fc.jsonValue({ maxDepth: 3 })), (fields) => {
        const fault = faultOf(() => chat(fields));
        if (fault) expect(['INPUT_INVALID', 'UNSUPPORTED']).toContain(fault[0]);
      }),
      { numRuns: 300 },
    );
  });
});

describe('ollamaGenerateGeneration', () => {
  it.each<[string, object, object]>([
    ['a question', {}, { messages: [{ role: 'user', content: text('Hi') }] }],
    [
      'a question with instructions',
      { system: 'Be brief.' },
      {
        messages: [
          { role: 'system', content: text('Be brief.') },
          { role: 'user', content: text('Hi') },
        ],
      },
    ],
    ['a raw text', { raw: true }, { text: 'Hi' }],
    ['a gap', { suffix: 'end' }, { prefix: 'Hi', suffix: 'end' }],
  ])('reads %s', (_, fields, prompt) => {
    expect(generate(fields).prompt).toEqual(prompt);
  });

  it.each<[object, string, string]>([
    [{ prompt: 5 }, 'INPUT_INVALID', 'prompt'],
    [{ raw: true, system: 'a' }, 'INPUT_INVALID', 'system'],
    [{ template: '{{ .Prompt }}' }, 'UNSUPPORTED', 'template'],
    [{ context: [1] }, 'UNSUPPORTED', 'context'],
    [{ images: ['AAAA'] }, 'UNSUPPORTED', 'images'],
    [{ messages: [] }, 'INPUT_INVALID', 'messages'],
  ])('refuses %j by name', (fields, code, param) => {
    expect(faultOf(() => generate(fields))).toEqual([code, param]);
  });
});

describe('checkContext', () => {
  it.each([undefined, {}, { num_ctx: 2048 }])('lets %j pass', (options) => {
    expect(faultOf(() => checkContext(options, 2048))).toBeUndefined();
  });

  it('refuses more than there is', () => {
    expect(faultOf(() => checkContext({ num_ctx: 2049 }, 2048))).toEqual(['UNSUPPORTED', 'options.num_ctx']);
  });
});

describe('names', () => {
  it.each([
    ['tiny', 'tiny'],
    ['tiny:latest', 'tiny'],
    ['tiny:q8', 'tiny:q8'],
    ['owner/tiny:latest', 'owner/tiny'],
    [':latest', ':latest'],
  ])('reads %s as %s', (name, id) => {
    expect(modelIdOf(name)).toBe(id);
  });

  it.each([
    ['tiny', 'tiny:latest'],
    ['tiny:q8', 'tiny:q8'],
    ['owner/tiny', 'owner/tiny:latest'],
  ])('lists %s as %s', (id, name) => {
    expect(taggedName(id)).toBe(name);
  });
});
