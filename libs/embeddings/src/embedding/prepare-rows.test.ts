import type { EmbedderInfo } from '@predict-otron/plugin-sdk';
import { Framing } from './framing.js';
import { checkTokenIds, fitRows, withPrefix } from './prepare-rows.js';

const info = {
  id: 'm',
  maxTokens: 5,
  vocabularyTokens: 100,
  prefixes: { query: 'query: ', passage: '' },
} as EmbedderInfo;
const field = { path: (index: number) => `input[${index}]`, tooLong: 'Shorten it.' };
const fault = (code: string, param: string) =>
  expect.objectContaining({ code, details: expect.objectContaining({ param }) });

describe('withPrefix', () => {
  it.each([
    ['query' as const, ['query: a', 'query: b']],
    ['passage' as const, ['a', 'b']],
    [undefined, ['a', 'b']],
  ])('for %p', (type, texts) => {
    expect(withPrefix({ texts: ['a', 'b'] }, type, info)).toEqual({ texts });
  });

  it('refuses token ids that would need one, and no others', () => {
    const input = { tokens: [[1]] };
    expect(() => withPrefix(input, 'query', info)).toThrow(fault('UNSUPPORTED', 'input_type'));
    expect(withPrefix(input, 'passage', info)).toBe(input);
  });
});

describe('checkTokenIds', () => {
  it('takes the ids of the vocabulary and names the first other one', () => {
    expect(() => checkTokenIds([[0, 99]], info, field)).not.toThrow();
    expect(() => checkTokenIds([[1], [2, 100, 101]], info, field)).toThrow(fault('INPUT_INVALID', 'input[1][1]'));
  });
});

describe('fitRows', () => {
  const rows = [
    [1, 8, 2],
    [1, 8, 8, 8, 8, 8, 2],
  ];
  let framing: Framing;

  beforeAll(async () => {
    framing = await Framing.of({ frame: async (tokens) => [1, ...tokens, 2] });
  });

  it('counts tokens', () => {
    const fitting = rows.slice(0, 1);
    expect(fitRows(fitting, { info, framing, truncate: false, field })).toEqual({
      rows: fitting,
      promptTokens: 3,
      truncatedTokens: 0,
    });
  });

  it('cuts what is too long when asked, and counts what it cut', () => {
    expect(fitRows(rows, { info, framing, truncate: true, field })).toEqual({
      rows: [
        [1, 8, 2],
        [1, 8, 8, 8, 2],
      ],
      promptTokens: 8,
      truncatedTokens: 2,
    });
  });

  it('refuses it otherwise, with both numbers', () => {
    expect(() => fitRows(rows, { info, framing, truncate: false, field })).toThrow(
      expect.objectContaining({
        code: 'CONTEXT_OVERFLOW',
        details: { param: 'input[1]', tokens: 7, maxTokens: 5 },
        message: expect.stringMatching(/input\[1\] has 7 tokens.*5 at most\. Shorten it\./),
      }),
    );
  });

  it('refuses a text without tokens', () => {
    expect(() => fitRows([[1], []], { info, framing, truncate: false, field })).toThrow(
      fault('INPUT_INVALID', 'input[1]'),
    );
  });
});
