import { type Message, PluginError } from '@predict-otron/plugin-sdk';
import { validateRequest } from '../../validation/validate-request.js';
import { ChatCompletionRequest } from './chat-completion-request.js';
import { toMessages } from './to-messages.js';

function conversation(messages: unknown[]): Message[] {
  return toMessages(validateRequest(ChatCompletionRequest, { model: 'default', messages }).messages);
}

function fault(message: unknown): unknown {
  try {
    return { accepted: conversation([{ role: 'user', content: 'Hi' }, message]) };
  } catch (error) {
    return PluginError.is(error) ? { code: error.code, param: error.details.param } : error;
  }
}

const text = (...texts: string[]) => texts.map((piece) => ({ type: 'text', text: piece }));
const call = { id: 'call_1', type: 'function', function: { name: 'weather', arguments: '{"city":"Zürich"}' } };

describe('messages of a chat request', () => {
  it.each<[string, object, object]>([
    ['system', { role: 'system', content: 'Be brief.' }, { role: 'system', content: text('Be brief.') }],
    ['developer', { role: 'developer', content: 'Be brief.' }, { role: 'developer', content: text('Be brief.') }],
    ['user', { role: 'user', content: '🦉 grüßt' }, { role: 'user', content: text('🦉 grüßt') }],
    ['an empty text', { role: 'user', content: '' }, { role: 'user', content: text('') }],
    ['a name', { role: 'user', content: 'Hi', name: 'Ada' }, { role: 'user', content: text('Hi'), name: 'Ada' }],
    ['text parts', { role: 'user', content: text('a', 'b') }, { role: 'user', content: text('a', 'b') }],
    [
      'a neutral cache mark',
      { role: 'user', content: [{ type: 'text', text: 'a', prompt_cache_breakpoint: null }] },
      { role: 'user', content: text('a') },
    ],
    ['assistant', { role: 'assistant', content: 'Yes.' }, { role: 'assistant', content: text('Yes.') }],
    [
      'calls without a text',
      { role: 'assistant', content: null, tool_calls: [call] },
      {
        role: 'assistant',
        content: [],
        toolCalls: [{ id: 'call_1', name: 'weather', arguments: '{"city":"Zürich"}' }],
      },
    ],
    [
      'calls next to a text',
      { role: 'assistant', content: 'Let me look.', tool_calls: [call] },
      {
        role: 'assistant',
        content: text('Let me look.'),
        toolCalls: [{ id: 'call_1', name: 'weather', arguments: '{"city":"Zürich"}' }],
      },
    ],
    [
      'thoughts',
      { role: 'assistant', content: '4', reasoning_content: '2 + 2' },
      { role: 'assistant', content: text('4'), reasoning: '2 + 2' },
    ],
    [
      'an answer as OpenAI sends it',
      { role: 'assistant', content: 'Yes.', refusal: null, annotations: [], audio: null, tool_calls: [], name: null },
      { role: 'assistant', content: text('Yes.') },
    ],
    [
      'tool',
      { role: 'tool', content: 'Sunny', tool_call_id: 'call_1', name: 'weather' },
      { role: 'tool', content: text('Sunny'), callId: 'call_1', name: 'weather' },
    ],
  ])('reads %s', (_, message, expected) => {
    expect(conversation([message])).toEqual([expected]);
  });

  it('keeps the order of a long conversation', () => {
    const turns = Array.from({ length: 500 }, (_, turn) => ({
      role: turn % 2 ? 'assistant' : 'user',
      content: `${turn}`,
    }));
    expect(conversation(turns)).toEqual(turns.map(({ role, content }) => ({ role, content: text(content) })));
  });

  it.each<[object, string, string?]>([
    [{ content: 'Hi' }, 'role'],
    [{ role: 'function', name: 'f', content: 'x' }, 'role'],
    [{ role: 'constructor', content: 'x' }, 'role'],
    [{ role: ['user'], content: 'x' }, 'role'],
    [{ role: {}, content: 'x' }, 'role'],
    [{ role: 'user' }, 'content'],
    [{ role: 'user', content: null }, 'content'],
    [{ role: 'user', content: 5 }, 'content'],
    [{ role: 'user', content: {} }, 'content'],
    [{ role: 'user', content: [] }, 'content'],
    [{ role: 'user', content: ['Hi'] }, 'content'],
    [{ role: 'user', content: [[]] }, 'content'],
    [{ role: 'user', content: [{ text: 'Hi' }] }, 'content[0].type'],
    [{ role: 'user', content: [{ type: 'video', text: 'Hi' }] }, 'content[0].type'],
    [{ role: 'user', content: [{ type: 'text' }] }, 'content[0].text'],
    [{ role: 'user', content: [...text('a'), { type: 'text', text: 5 }] }, 'content[1].text'],
    [{ role: 'user', content: [{ type: 'text', text: 'a', bold: true }] }, 'content[0].bold'],
    [{ role: 'user', content: 'Hi', mood: 'good' }, 'mood'],
    [{ role: 'user', content: 'Hi', tool_call_id: 'x' }, 'tool_call_id'],
    [{ role: 'user', content: 'Hi', name: 5 }, 'name'],
    [{ role: 'assistant' }, 'content'],
    [{ role: 'assistant', content: null, tool_calls: [] }, 'content'],
    [{ role: 'assistant', content: 'a', tool_calls: 5 }, 'tool_calls'],
    [{ role: 'assistant', tool_calls: [5] }, 'tool_calls'],
    [{ role: 'assistant', tool_calls: [{ ...call, id: undefined }] }, 'tool_calls[0].id'],
    [{ role: 'assistant', tool_calls: [{ ...call, type: 'custom' }] }, 'tool_calls[0].type'],
    [{ role: 'assistant', tool_calls: [{ ...call, function: [] }] }, 'tool_calls[0].function'],
    [{ role: 'assistant', tool_calls: [{ ...call, function: { name: 'f' } }] }, 'tool_calls[0].function.arguments'],
    [{ role: 'tool', content: 'Sunny' }, 'tool_call_id'],
    [{ role: 'assistant', content: 'a', refusal: 'No.' }, 'refusal', 'UNSUPPORTED'],
    [{ role: 'assistant', content: 'a', audio: { id: 'x' } }, 'audio', 'UNSUPPORTED'],
    [{ role: 'assistant', content: 'a', annotations: [{}] }, 'annotations', 'UNSUPPORTED'],
    [{ role: 'assistant', content: 'a', function_call: { name: 'f', arguments: '' } }, 'function_call', 'UNSUPPORTED'],
    [
      { role: 'user', content: [{ type: 'text', text: 'a', prompt_cache_breakpoint: { mode: 'explicit' } }] },
      'content[0].prompt_cache_breakpoint',
      'UNSUPPORTED',
    ],
  ])('refuses %j', (message, param, code = 'INPUT_INVALID') => {
    expect(fault(message)).toEqual({ code, param: `messages[1].${param}` });
  });

  it.each([
    { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA', detail: 'low' } },
    { type: 'input_audio', input_audio: { data: 'AAAA', format: 'wav' } },
    { type: 'file', file: { file_id: 'x' } },
    { type: 'refusal', refusal: 'No.' },
  ])('refuses a part by its place and in words: %j', (part) => {
    const content = [...text('What is this?'), part];
    expect(() => conversation([{ role: 'user', content }])).toThrow(
      expect.objectContaining({
        code: 'UNSUPPORTED',
        message: expect.stringContaining('messages[0].content[1].type is not a text part'),
      }),
    );
  });
});
