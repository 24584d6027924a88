import { cosine } from './cosine.js';

describe('cosine', () => {
  it.each([
    [[1, 2, 3], [2, 4, 6], 1],
    [[1, 0], [0, 5], 0],
    [[1, 1], [-3, -3], -1],
    [[3, 4], [4, 3], 0.96],
    [[0, 0], [1, 1], 0],
  ])('of %j and %j is %d', (a, b, expected) => {
    expect(cosine(Float32Array.from(a), Float32Array.from(b))).toBeCloseTo(expected, 12);
  });

  it('stays within its range for any vector with itself', () => {
    for (let i = 0; i < 200; i++) {
      const vector = Float32Array.from({ length: 50 }, (_, place) => Math.sin(place * i + i));
      expect(cosine(vector, vector)).toBeLessThanOrEqual(1);
    }
  });
});
