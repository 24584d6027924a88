import { columnsOf, inputMatrix } from './input-matrix.js';
import type { TokenBatch } from './token-batch.js';

const BATCH: TokenBatch = {
  ids: Int32Array.of(101, 7, 102, 101, 40_000),
  types: Int32Array.of(0, 0, 1, 0, 1),
  lengths: Int32Array.of(3, 2),
};

describe('inputMatrix', () => {
  it.each<[string, bigint[]]>([
    ['input_ids', [101n, 7n, 102n, 101n, 40_000n, 9n]],
    ['attention_mask', [1n, 1n, 1n, 1n, 1n, 0n]],
    ['token_type_ids', [0n, 0n, 1n, 0n, 1n, 0n]],
    ['position_ids', [0n, 1n, 2n, 0n, 1n, 0n]],
  ])('fills %s up to the longest row', (name, expected) => {
    expect([...inputMatrix(name, BATCH, 9)]).toEqual(expected);
  });

  it('takes segment 0 where none is given', () => {
    expect([...inputMatrix('token_type_ids', { ids: BATCH.ids, lengths: BATCH.lengths }, 9)]).toEqual(
      Array(6).fill(0n),
    );
  });

  it('fills no other input', () => {
    expect(() => inputMatrix('past_key_values', BATCH, 9)).toThrow('past_key_values');
  });
});

describe('columnsOf', () => {
  it('is the longest row', () => {
    expect(columnsOf(BATCH)).toBe(3);
  });
});
