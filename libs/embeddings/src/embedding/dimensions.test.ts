import type { EmbedderInfo } from '@predict-otron/plugin-sdk';
import { cutVector, resolveDimensions } from './dimensions.js';

const info = { id: 'm', dimensions: 384, matryoshkaDimensions: [64, 128] } as EmbedderInfo;

describe('resolveDimensions', () => {
  it.each([
    [undefined, false, 384],
    [384, false, 384],
    [64, false, 64],
    [100, true, 100],
  ])('of %p (any: %p) is %i', (asked, any, expected) => {
    expect(resolveDimensions(asked, info, any)).toBe(expected);
  });

  it.each([
    [100, false, '64, 128, 384'],
    [385, false, '64, 128, 384'],
    [385, true, '1 to 384'],
  ])('refuses %i (any: %p)', (asked, any, choices) => {
    expect(() => resolveDimensions(asked, info, any)).toThrow(
      expect.objectContaining({
        code: 'UNSUPPORTED',
        details: expect.objectContaining({ param: 'dimensions' }),
        message: expect.stringContaining(choices),
      }),
    );
  });
});

describe('cutVector', () => {
  const vector = Float32Array.of(3, 4, 12);

  it('leaves a whole vector as it is', () => {
    expect(cutVector(vector, 3, true)).toBe(vector);
  });

  it('brings what is left to length 1', () => {
    const cut = cutVector(vector, 2, true);
    expect([...cut]).toEqual([Math.fround(0.6), Math.fround(0.8)]);
  });

  it('only cuts the vectors of a model that does not normalize', () => {
    expect([...cutVector(vector, 2, false)]).toEqual([3, 4]);
  });

  it('keeps zeros', () => {
    expect([...cutVector(Float32Array.of(0, 0, 1), 2, true)]).toEqual([0, 0]);
  });
});
