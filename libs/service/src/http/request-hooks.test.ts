import { isLoopback } from './request-hooks.js';

it.each([
  ['127.0.0.1', true],
  ['127.8.9.1', true],
  ['::1', true],
  ['::ffff:127.0.0.1', true],
  ['10.0.0.1', false],
  ['::ffff:10.0.0.127', false],
  ['::12', false],
  ['2001:db8::1', false],
  [undefined, false],
])('isLoopback(%p) is %p', (address, loopback) => {
  expect(isLoopback(address)).toBe(loopback);
});
