import { Frame } from '../tokenizer/frame.js';
import { type PairRow, pairRows, takeBatch } from './pair-rows.js';

/** [CLS] first [SEP] second [SEP] */
const FRAME = Frame.of([2, 9, 3, 9, 3], [0, 0, 0, 1, 1], [null, 0, null, 1, null]);

describe('pairRows', () => {
  it('puts the query before each document, shortest first', () => {
    expect(pairRows([10, 11], [[20, 21], [], [22]], FRAME, 20)).toEqual([
      { index: 1, ids: [2, 10, 11, 3, 3], types: [0, 0, 0, 0, 1] },
      { index: 2, ids: [2, 10, 11, 3, 22, 3], types: [0, 0, 0, 0, 1, 1] },
      { index: 0, ids: [2, 10, 11, 3, 20, 21, 3], types: [0, 0, 0, 0, 1, 1, 1] },
    ]);
  });

  it('truncates a document that does not fit', () => {
    const [row] = pairRows([10], [[20, 21, 22, 23]], FRAME, 6);
    expect(row?.ids).toEqual([2, 10, 3, 20, 21, 3]);
  });

  it('refuses a query that leaves no room, by both numbers', () => {
    expect(pairRows([10, 11], [[20]], FRAME, 6)).toHaveLength(1);
    const error = { code: 'INPUT_INVALID', details: { param: 'query', tokens: 3, limit: 2 } };
    expect(() => pairRows([10, 11, 12], [[20]], FRAME, 6)).toThrow(expect.objectContaining(error));
  });
});

describe('takeBatch', () => {
  const rowsOf = (lengths: number[]): PairRow[] =>
    lengths.map((length, index) => ({ index, ids: Array(length).fill(1), types: Array(length).fill(0) }));

  it.each([
    [[1, 1, 1, 1], 4, 4],
    [[1, 2, 3], 6, 2],
    [[1, 2, 3], 9, 3],
    [[50, 60], 10, 1],
    [[5], 10, 1],
  ])('of %j with %d tokens takes %d', (lengths, batchTokens, expected) => {
    const rows = rowsOf(lengths);
    expect(takeBatch(rows, batchTokens).map((row) => row.index)).toEqual([...Array(expected).keys()]);
    expect(rows).toHaveLength(lengths.length - expected);
  });
});
