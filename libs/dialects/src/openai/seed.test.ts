import fc from 'fast-check';
import { seed32 } from './seed.js';

describe('seed32', () => {
  it('is the seed itself where that has 32 bits', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (seed) => seed32(seed) === seed));
  });

  it('is an unsigned number of 32 bits, always the same one, for any of 64', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 2048n }), (seed) => {
        const short = seed32(Number(seed));
        expect(short).toBe(seed32(Number(seed)));
        expect(short).toBe(short >>> 0);
      }),
    );
  });

  it('keeps small negative seeds and large ones apart', () => {
    const seeds = [-1, -2, -3, 2 ** 32, 2 ** 32 + 1, 2 ** 33, 2 ** 53, -(2 ** 63)];
    expect(new Set(seeds.map(seed32)).size).toBe(seeds.length);
  });
});
