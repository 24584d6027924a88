import type { ResponseItem } from '@predict-otron/dialects';
import { carriedRequest } from './carried-request.js';

const text = { type: 'output_text' as const, text: 'Hi', annotations: [], logprobs: [] };
const BEFORE: ResponseItem[] = [
  { id: 'm1', type: 'message', role: 'user', status: 'completed', content: [{ type: 'input_text', text: 'Hi' }] },
  { id: 'r1', type: 'reasoning', status: 'completed', summary: [], content: [{ type: 'reasoning_text', text: 'Hm' }] },
  { id: 'm2', type: 'message', role: 'assistant', status: 'incomplete', content: [text] },
  { id: 'f1', type: 'function_call', status: 'completed', call_id: 'c', name: 'n', arguments: '{}' },
  { id: 'o1', type: 'function_call_output', status: 'completed', call_id: 'c', output: '21' },
];

describe('carriedRequest', () => {
  it.each([[BEFORE], [[]], [null]])('takes what a server sends', (before) => {
    expect(carriedRequest({ request: { a: 1 }, before })).toEqual({ request: { a: 1 }, before });
  });

  it.each([
    undefined,
    'text',
    {},
    { request: {} },
    { request: {}, before: 'none' },
    { request: {}, before: [1] },
    { request: {}, before: [{ ...BEFORE[0], content: 'Hi' }] },
    { request: {}, before: [{ ...BEFORE[0], role: 'stranger' }] },
    { request: {}, before: [{ ...BEFORE[3], arguments: {} }] },
    { request: {}, before: [{ ...BEFORE[4], output: 5 }] },
    { request: {}, before: [{ id: 'x', type: 'toString' }] },
  ])('refuses %j', (body) => {
    expect(() => carriedRequest(body)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
  });
});
