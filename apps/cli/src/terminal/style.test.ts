import { hasColors } from './style.js';

const terminal = { isTTY: true };

it.each([
  [terminal, {}, true],
  [{}, {}, false],
  [terminal, { NO_COLOR: '1' }, false],
  [terminal, { NO_COLOR: '' }, true],
  [terminal, { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
  [terminal, { TERM: 'dumb' }, false],
  [{}, { FORCE_COLOR: '1' }, true],
  [terminal, { FORCE_COLOR: '0' }, false],
])('colors %j with %j: %s', (stream, environment, expected) => {
  expect(hasColors(stream, environment)).toBe(expected);
});
