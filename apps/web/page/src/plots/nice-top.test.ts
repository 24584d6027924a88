import { niceTop } from './nice-top.js';

it.each([
  [0, 1],
  [1, 1],
  [1.01, 2],
  [3, 5],
  [7, 10],
  [10, 10],
  [420, 500],
  [0.03, 0.05],
])('the scale for %d ends at %d', (value, top) => {
  expect(niceTop(value)).toBeCloseTo(top, 10);
});
