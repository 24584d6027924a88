import { resolve } from 'node:path';
import { wantedModel } from './wanted-model.js';

it.each([
  [undefined, undefined],
  ['otron-tiny-llama', { name: 'otron-tiny-llama' }],
  ['gemma-3-1b-it', { name: 'gemma-3-1b-it' }],
  ['hf:acme/chat:q8_0', { name: 'acme/chat:Q8_0' }],
  ['acme/chat', { name: 'acme/chat' }],
  ['https://example.com/a.gguf', { name: 'https://example.com/a.gguf' }],
  ['./my/chat-Q8_0.gguf', { name: 'chat', settings: { chat: { path: resolve('my/chat-Q8_0.gguf') } } }],
])('%s', (text, expected) => expect(wantedModel(text)).toEqual(expected));
