import fc from 'fast-check';
import { fitLayers } from './fit-layers.js';

/** A model whose every layer takes as much, over what its context takes. */
const need = (layers: number, each: number, fixed: number) => async (count: number | 'all') =>
  fixed + each * (count === 'all' ? layers : count);

describe('fitLayers', () => {
  it('gives all where all fit', async () => {
    expect(await fitLayers({ layers: 33, limit: 1000, need: need(33, 10, 0) })).toBe('all');
  });

  it('shares where not all fit', async () => {
    expect(await fitLayers({ layers: 33, limit: 319, need: need(33, 10, 0) })).toBe(31);
  });

  it('shares nothing that cannot be shared', async () => {
    expect(await fitLayers({ limit: 100, need: need(33, 10, 0) })).toBe(0);
    expect(await fitLayers({ limit: 1000, need: need(33, 10, 0) })).toBe('all');
  });

  it('finds the most that fit', async () => {
    const sizes = fc.record({ layers: fc.nat(200), each: fc.nat(50), fixed: fc.nat(500), limit: fc.nat(5000) });
    await fc.assert(
      fc.asyncProperty(sizes, async ({ layers, each, fixed, limit }) => {
        const bytes = need(layers, each, fixed);
        const found = await fitLayers({ layers, limit, need: bytes });
        if (found === 'all') return expect(await bytes('all')).toBeLessThanOrEqual(limit);
        if (found > 0) expect(await bytes(found)).toBeLessThanOrEqual(limit);
        return expect(await bytes(found + 1)).toBeGreaterThan(limit);
      }),
    );
  });
});
