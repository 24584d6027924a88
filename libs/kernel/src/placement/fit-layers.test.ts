import fc from 'fast-check';
import { fitLayers } from './fit-layers.js';

/** A model whose every layer takes as much, over what its context takes. */
const need = (layers: number, each: number, fixed: number) => async (count: number | 'all') =>
  fixed + each * (count === 'all' ? layers : count);

describe('fitLayers', () => {
  it('gives all where all fit', async () => {
    expect(await fitLayers({ layers: 33, free: 1000, need: need(33, 10, 0) })).toBe('all');
  });

  it('keeps a part of the memory free', async () => {
    expect(await fitLayers({ layers: 33, free: 330, need: need(33, 10, 0) })).toBe(31);
  });

  it('shares nothing that cannot be shared', async () => {
    expect(await fitLayers({ free: 100, need: need(33, 10, 0) })).toBe(0);
    expect(await fitLayers({ free: 1000, need: need(33, 10, 0) })).toBe('all');
  });

  it('finds the most that fit', async () => {
    const sizes = fc.record({ layers: fc.nat(200), each: fc.nat(50), fixed: fc.nat(500), free: fc.nat(5000) });
    await fc.assert(
      fc.asyncProperty(sizes, async ({ layers, each, fixed, free }) => {
        const bytes = need(layers, each, fixed);
        const found = await fitLayers({ layers, free, need: bytes });
        const room = free * 0.95;
        if (found === 'all') return expect(await bytes('all')).toBeLessThanOrEqual(room);
        if (found > 0) expect(await bytes(found)).toBeLessThanOrEqual(room);
        return expect(await bytes(found + 1)).toBeGreaterThan(room);
      }),
    );
  });
});
