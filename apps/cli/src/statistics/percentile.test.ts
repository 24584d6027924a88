import { percentile } from './percentile.js';

it.each([
  [[3, 1, 2], 0.5, 2],
  [[3, 1, 2], 0, 1],
  [[3, 1, 2], 1, 3],
  [[10, 2], 0.95, 10],
  [[7], 0.5, 7],
  [[], 0.5, Number.NaN],
])('of %j at %d is %d', (values, share, expected) => {
  expect(percentile(values, share)).toBe(expected);
});
