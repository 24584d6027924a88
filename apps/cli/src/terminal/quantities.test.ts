import { bytes, duration } from './quantities.js';

it.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1024, '1.0 KiB'],
  [1.5 * 1024 ** 3, '1.5 GiB'],
  [3000 * 1024 ** 4, '3000.0 TiB'],
])('%d bytes are %s', (count, text) => {
  expect(bytes(count)).toBe(text);
});

it.each([
  [0, '0 s'],
  [59, '59 s'],
  [180, '3 min'],
  [7200, '2 h'],
  [864_000, '10 days'],
])('%d seconds are %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});
