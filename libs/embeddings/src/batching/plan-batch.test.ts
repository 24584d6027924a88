import fc from 'fast-check';
import { planBatch } from './plan-batch.js';

describe('planBatch', () => {
  it.each<[string, number[], number, number, [number, number]]>([
    ['one text', [7], 0, 100, [0, 1]],
    ['one text beyond the budget', [700], 0, 100, [0, 1]],
    ['equal texts up to the budget', [10, 10, 10, 10, 10], 4, 30, [2, 5]],
    ['texts on both sides, the nearer first', [10, 12, 13, 20], 1, 39, [0, 3]],
    ['no longer text that would break the budget', [10, 10, 10, 40], 0, 60, [0, 3]],
    ['a shorter text while its padding is cheaper than a forward', [1, 9, 25], 2, 100, [1, 3]],
    ['no short text beside a long one', [5, 400, 400], 1, 10_000, [1, 3]],
    ['long texts of nearly one length', [350, 380, 390, 400], 3, 10_000, [1, 4]],
    ['nothing else when the backend runs texts one by one', [5, 5, 5], 1, 1, [1, 2]],
  ])('takes %s', (_, lengths, seed, batchTokens, [start, end]) => {
    expect(planBatch(lengths, seed, batchTokens)).toEqual({ start, end });
  });

  it('holds the seed, the budget and the limit on padding', () => {
    const waiting = fc
      .array(fc.integer({ min: 1, max: 512 }), { minLength: 1, maxLength: 200 })
      .chain((lengths) =>
        fc.tuple(
          fc.constant(lengths.sort((a, b) => a - b)),
          fc.nat({ max: lengths.length - 1 }),
          fc.integer({ min: 1, max: 8192 }),
        ),
      );
    fc.assert(
      fc.property(waiting, ([lengths, seed, batchTokens]) => {
        const { start, end } = planBatch(lengths, seed, batchTokens);
        expect(start).toBeLessThanOrEqual(seed);
        expect(end).toBeGreaterThan(seed);
        const batch = lengths.slice(start, end);
        if (batch.length === 1) return;
        const computed = batch.length * Math.max(...batch);
        const tokens = batch.reduce((sum, length) => sum + length, 0);
        expect(computed).toBeLessThanOrEqual(batchTokens);
        expect(computed - tokens).toBeLessThanOrEqual(Math.max(16, computed / 32));
      }),
    );
  });
});
