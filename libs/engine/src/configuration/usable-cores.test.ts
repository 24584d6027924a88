import { availableParallelism } from 'node:os';
import { parseCpuMax, usableCores } from './usable-cores.js';

describe('parseCpuMax', () => {
  it.each([
    ['max 100000\n', Number.POSITIVE_INFINITY],
    ['200000 100000\n', 2],
    ['50000 100000\n', 0.5],
    ['', Number.POSITIVE_INFINITY],
  ])('reads %j', (text, cores) => {
    expect(parseCpuMax(text)).toBe(cores);
  });
});

describe('usableCores', () => {
  it('is at least one and never more than the machine has', () => {
    expect(usableCores()).toBeGreaterThanOrEqual(1);
    expect(usableCores()).toBeLessThanOrEqual(availableParallelism());
  });
});
