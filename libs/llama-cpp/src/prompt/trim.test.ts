import type { Message } from '@predict-otron/plugin-sdk';
import { withoutOldestTurn } from './trim.js';

const say = (roles: string): Message[] =>
  [...roles].map((letter, i) => {
    const content = [{ type: 'text' as const, text: `${letter}${i}` }];
    if (letter === 't') return { role: 'tool', content, callId: '1' };
    return { role: letter === 's' ? 'system' : letter === 'u' ? 'user' : 'assistant', content };
  });
const words = (messages: Message[] | undefined) =>
  messages?.map(({ content: [part] }) => (part?.type === 'text' ? part.text : ''));

describe('withoutOldestTurn', () => {
  it.each([
    ['suauau', ['s0', 'u3', 'a4', 'u5']],
    ['uau', ['u2']],
    ['suatau', ['s0', 'u5']],
    ['au', ['u1']],
    ['suasu', ['s0', 's3', 'u4']],
    ['su', undefined],
    ['u', undefined],
    ['suat', undefined],
    ['', undefined],
  ])('of %s', (roles, left) => expect(words(withoutOldestTurn(say(roles)))).toEqual(left));
});
