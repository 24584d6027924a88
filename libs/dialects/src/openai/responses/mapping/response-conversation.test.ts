import { type Message, PluginError } from '@predict-otron/plugin-sdk';
import { validateRequest } from '../../../validation/validate-request.js';
import type { ResponseItem } from '../items/response-item.js';
import { ResponseRequest } from '../request/response-request.js';
import { responseConversation } from './response-conversation.js';
import { toResponseItems } from './to-response-items.js';

const text = (said: string) => [{ type: 'text', text: said }];
const call = (id: string, name = 'weather') => ({
  type: 'function_call',
  call_id: id,
  name,
  arguments: `{"id":"${id}"}`,
});
const called = (id: string, name = 'weather') => ({ id, name, arguments: `{"id":"${id}"}` });
const result = (id: string, output: unknown = 'Sunny.') => ({ type: 'function_call_output', call_id: id, output });
const tool = (callId: string, name = 'weather') => ({ role: 'tool', callId, name, content: text('Sunny.') });
const thought = (said: string, more = {}) => ({
  type: 'reasoning',
  content: [{ type: 'reasoning_text', text: said }],
  ...more,
});

function itemsOf(input: unknown, before: ResponseItem[] = []): ResponseItem[] {
  const request = validateRequest(ResponseRequest, { model: 'default', input });
  return toResponseItems(request.input ?? [], before, 'resp_1');
}

describe('responseConversation', () => {
  it.each<[string, unknown, unknown[]]>([
    ['a string', 'Hi', [{ role: 'user', content: text('Hi') }]],
    [
      'messages without a type',
      [
        { role: 'developer', content: 'Be brief.' },
        { role: 'user', content: 'Hi' },
        { role: 'assistant', content: 'Hello.' },
        { role: 'user', content: [{ type: 'input_text', text: 'Bye' }] },
      ],
      [
        { role: 'developer', content: text('Be brief.') },
        { role: 'user', content: text('Hi') },
        { role: 'assistant', content: text('Hello.') },
        { role: 'user', content: text('Bye') },
      ],
    ],
    [
      'several parts',
      [
        {
          type: 'message',
          role: 'user',
          content: [
            { type: 'input_text', text: 'a' },
            { type: 'input_text', text: 'b' },
          ],
        },
      ],
      [{ role: 'user', content: [...text('a'), ...text('b')] }],
    ],
    [
      'an answer that comes back',
      [
        thought('Hm.', { id: 'rs_1', summary: [], status: 'completed', encrypted_content: null }),
        {
          id: 'msg_1',
          type: 'message',
          role: 'assistant',
          status: 'completed',
          phase: null,
          content: [{ type: 'output_text', text: 'I look.', annotations: [], logprobs: [{ token: 'I' }] }],
        },
        { ...call('a'), id: 'fc_1', status: 'completed' },
        { ...call('b', 'time'), id: 'fc_2', status: 'completed' },
        result('a'),
        result('b', [{ type: 'input_text', text: 'Sunny.' }]),
      ],
      [
        {
          role: 'assistant',
          reasoning: 'Hm.',
          content: text('I look.'),
          toolCalls: [called('a'), called('b', 'time')],
        },
        tool('a'),
        tool('b', 'time'),
      ],
    ],
    [
      'one call after the other',
      [call('a'), result('a'), call('b'), result('b')],
      [
        { role: 'assistant', content: [], toolCalls: [called('a')] },
        tool('a'),
        { role: 'assistant', content: [], toolCalls: [called('b')] },
        tool('b'),
      ],
    ],
    [
      'text behind a call',
      [call('a'), { role: 'assistant', content: 'I look.' }, result('a')],
      [{ role: 'assistant', content: text('I look.'), toolCalls: [called('a')] }, tool('a')],
    ],
    [
      'two messages of the model',
      [
        { role: 'assistant', content: 'One.' },
        { role: 'assistant', content: 'Two.' },
      ],
      [
        { role: 'assistant', content: text('One.') },
        { role: 'assistant', content: text('Two.') },
      ],
    ],
    [
      'thoughts after an answer',
      [{ role: 'assistant', content: 'One.' }, thought('Hm.'), thought('So.'), { role: 'assistant', content: 'Two.' }],
      [
        { role: 'assistant', content: text('One.') },
        { role: 'assistant', reasoning: 'Hm.\nSo.', content: text('Two.') },
      ],
    ],
    [
      'a summary instead of thoughts',
      [{ type: 'reasoning', id: 'rs_1', summary: [{ type: 'summary_text', text: 'Short.' }] }, call('a')],
      [{ role: 'assistant', content: [], reasoning: 'Short.', toolCalls: [called('a')] }],
    ],
    [
      'no thoughts at all',
      [
        { type: 'reasoning', id: 'rs_1', summary: [] },
        { role: 'user', content: 'Hi' },
      ],
      [{ role: 'user', content: text('Hi') }],
    ],
    [
      'a result with a name of its own',
      [call('a'), { ...result('a'), name: 'sky' }],
      [{ role: 'assistant', content: [], toolCalls: [called('a')] }, tool('a', 'sky')],
    ],
    [
      'a result in parts',
      [
        call('a'),
        result('a', [
          { type: 'input_text', text: 'x' },
          { type: 'input_text', text: 'y' },
        ]),
      ],
      [
        { role: 'assistant', content: [], toolCalls: [called('a')] },
        { ...tool('a'), content: [...text('x'), ...text('y')] },
      ],
    ],
  ])('understands %s', (_, input, expected) => {
    expect(responseConversation(itemsOf(input))).toEqual(expected as Message[]);
  });
});

describe('toResponseItems', () => {
  it('shows items as OpenAI does, each with an id', () => {
    const input = [
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: 'Ho' },
      thought('Hm.'),
      call('a'),
      result('a'),
    ];
    expect(itemsOf(input)).toEqual([
      {
        id: 'msg_1_in_0',
        type: 'message',
        role: 'user',
        status: 'completed',
        content: [{ type: 'input_text', text: 'Hi' }],
      },
      {
        id: 'msg_1_in_1',
        type: 'message',
        role: 'assistant',
        status: 'completed',
        content: [{ type: 'output_text', text: 'Ho', annotations: [], logprobs: [] }],
      },
      {
        id: 'rs_1_in_2',
        type: 'reasoning',
        status: 'completed',
        summary: [],
        content: [{ type: 'reasoning_text', text: 'Hm.' }],
      },
      { id: 'fc_1_in_3', ...call('a'), status: 'completed' },
      { id: 'fco_1_in_4', ...result('a'), status: 'completed' },
    ]);
  });

  it('keeps ids and how far an item was', () => {
    const given = { ...call('a'), id: 'fc_mine', status: 'incomplete' };
    expect(itemsOf([given])).toEqual([given]);
  });

  it.each<[string, unknown[], string]>([
    [
      'the same id twice',
      [
        { id: 'msg_1', role: 'user', content: 'a' },
        { id: 'msg_1', role: 'user', content: 'b' },
      ],
      'input[1].id',
    ],
    ['the id of an earlier item', [{ id: 'fc_0', role: 'user', content: 'a' }], 'input[0].id'],
    ['a result without a call', [{ role: 'user', content: 'a' }, result('x')], 'input[1].call_id'],
    ['a result before its call', [result('x'), call('x')], 'input[0].call_id'],
  ])('refuses %s', (_, input, param) => {
    const before = itemsOf([{ ...call('a'), id: 'fc_0' }]);
    const refusal = (() => {
      try {
        return itemsOf(input, before);
      } catch (error) {
        return error;
      }
    })();
    expect(PluginError.is(refusal) && [refusal.code, refusal.details.param]).toEqual(['INPUT_INVALID', param]);
  });

  it('knows the calls of the previous response', () => {
    const before = itemsOf([{ ...call('a'), id: 'fc_0' }]);
    const items = [...before, ...itemsOf([result('a')], before)];
    expect(responseConversation(items)).toEqual([
      { role: 'assistant', content: [], toolCalls: [called('a')] },
      tool('a'),
    ]);
  });
});
