import { normalizeVectors, type Pooling, poolVectors } from './pool-vectors.js';

// two rows of three columns and two dimensions; the second row has two tokens, its third column is padding
const TOKENS = Float32Array.from([1, 2, 3, 4, 5, 12, 7, 8, 9, 10, 99, 99]);
const LENGTHS = Int32Array.of(3, 2);

describe('poolVectors', () => {
  it.each<[Pooling, number[]]>([
    ['cls', [1, 2, 7, 8]],
    ['mean', [3, 6, 8, 9]],
    ['last', [5, 12, 9, 10]],
  ])('%s looks at no padding', (pooling, expected) => {
    expect([...poolVectors(TOKENS, LENGTHS, 3, 2, pooling)]).toEqual(expected);
  });
});

describe('normalizeVectors', () => {
  it('scales each vector to length 1 and leaves zeros alone', () => {
    const vectors = Float32Array.of(3, 4, 0, 0, 0, -2);
    normalizeVectors(vectors, 2);
    expect([...vectors]).toEqual([Math.fround(0.6), Math.fround(0.8), 0, 0, 0, -1]);
  });
});
