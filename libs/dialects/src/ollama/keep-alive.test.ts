import { type KeepAlive, keepAliveMs } from './keep-alive.js';

describe('keepAliveMs', () => {
  it.each<[KeepAlive | undefined, number | undefined]>([
    [undefined, undefined],
    [0, 0],
    [1.5, 1500],
    ['300', 300_000],
    ['5m', 300_000],
    ['1h30m', 5_400_000],
    ['250ms', 250],
    [-1, Number.POSITIVE_INFINITY],
    ['-1', Number.POSITIVE_INFINITY],
    ['-1m', Number.POSITIVE_INFINITY],
    ['soon', Number.NaN],
    ['', Number.NaN],
    ['5 days', Number.NaN],
  ])('reads %j as %d ms', (value, ms) => {
    expect(keepAliveMs(value)).toBe(ms);
  });
});
