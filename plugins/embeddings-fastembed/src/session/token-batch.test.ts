import { packRows } from './token-batch.js';

const LIMITS = { maxTokens: 4, vocabularyTokens: 100 };

describe('packRows', () => {
  it('puts rows behind each other', () => {
    const batch = packRows([[1, 2, 3], [99]], LIMITS);
    expect([...batch.ids]).toEqual([1, 2, 3, 99]);
    expect([...batch.lengths]).toEqual([3, 1]);
  });

  it.each([
    ['an empty row', [[1], []], /at least one token/],
    ['a long row', [[1, 2, 3, 4, 5]], /5 tokens.*at most 4/],
    ['an id beyond the vocabulary', [[100]], /100 is no token/],
    ['a negative id', [[-1]], /-1 is no token/],
    ['a broken id', [[1.5]], /1.5 is no token/],
    ['no number', [[Number.NaN]], /NaN is no token/],
  ])('refuses %s', (_, rows, message) => {
    expect(() => packRows(rows, LIMITS)).toThrow(message);
    expect(() => packRows(rows, LIMITS)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
  });

  it('tells both numbers of a long row', () => {
    expect(() => packRows([[1, 2, 3, 4, 5]], LIMITS)).toThrow(
      expect.objectContaining({ details: { tokens: 5, limit: 4 } }),
    );
  });
});
