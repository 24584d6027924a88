import { PluginError } from '@predict-otron/plugin-sdk';
import fc from 'fast-check';
import { MAX_EMBED_TEXTS, parseEmbedInput } from './parse-embed-input.js';

function paramOf(input: unknown): unknown {
  try {
    parseEmbedInput(input);
  } catch (error) {
    if (PluginError.is(error) && error.code === 'INPUT_INVALID') return error.details.param;
    throw error;
  }
  return 'accepted';
}

describe('parseEmbedInput', () => {
  it.each<[string, unknown, unknown]>([
    ['a string', 'hello', { texts: ['hello'] }],
    ['an array of strings', ['a', 'b'], { texts: ['a', 'b'] }],
    ['one token array', [5, 0, 7], { tokens: [[5, 0, 7]] }],
    ['an array of token arrays', [[5], [6, 7]], { tokens: [[5], [6, 7]] }],
  ])('reads %s', (_, input, expected) => {
    expect(parseEmbedInput(input)).toEqual(expected);
  });

  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'input'],
    ['null', null, 'input'],
    ['a number', 5, 'input'],
    ['an object', { text: 'a' }, 'input'],
    ['an empty string', '', 'input'],
    ['an empty array', [], 'input'],
    ['an empty string among others', ['a', ''], 'input[1]'],
    ['an empty token array', [[1], []], 'input[1]'],
    ['too many texts', Array(MAX_EMBED_TEXTS + 1).fill('a'), 'input'],
    ['too many token arrays', Array(MAX_EMBED_TEXTS + 1).fill([1]), 'input'],
    ['a number among strings', ['a', 1], 'input[1]'],
    ['a string among numbers', [1, 'a'], 'input[1]'],
    ['a token array among strings', ['a', [1]], 'input[1]'],
    ['a string among token arrays', [[1], 'a'], 'input[1]'],
    ['a number among token arrays', [[1], 1], 'input[1]'],
    ['null first', [null, 'a'], 'input[0]'],
    ['an object', [{ text: 'a' }], 'input[0]'],
    ['a negative id', [1, -1], 'input[1]'],
    ['a broken id', [[1, 1.5]], 'input[0][1]'],
    ['an array too deep', [[[1]]], 'input[0][0]'],
  ])('refuses %s by name', (_, input, param) => {
    expect(paramOf(input)).toBe(param);
  });

  it('takes as many texts as allowed, and token arrays of any length', () => {
    expect(paramOf(Array(MAX_EMBED_TEXTS).fill('a'))).toBe('accepted');
    expect(paramOf(Array(MAX_EMBED_TEXTS + 1).fill(1))).toBe('accepted');
  });

  it('answers any JSON with the input or a fault inside `input`', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (input) => {
        expect(paramOf(input)).toMatch(/^(accepted|input.*)$/);
      }),
    );
  });
});
