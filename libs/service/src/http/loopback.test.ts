import type { Socket } from 'node:net';
import { administrates } from './administrates.js';
import { isFromThisMachine, isLoopback } from './loopback.js';

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

it.each([
  ['POST', '/models/pull', true],
  ['POST', '/models/acme/chat/load?x=1', true],
  ['DELETE', '/models/acme%2Fchat', true],
  ['POST', '/%6dodels/pull', true],
  ['POST', '/api/%70ull', true],
  ['DELETE', '/api/delete', true],
  ['GET', '/models', false],
  ['GET', '/models/acme/chat', false],
  ['POST', '/api/chat', false],
  ['POST', '/v1/chat/completions', false],
])('%s %s makes models come and go: %s', (method, url, expected) => expect(administrates(method, url)).toBe(expected));

it('does not take a client behind a proxy on this machine for one on it', () => {
  const socket = { remoteAddress: '127.0.0.1' } as Socket;
  expect(isFromThisMachine({ socket, headers: {} })).toBe(true);
  expect(isFromThisMachine({ socket, headers: { 'x-forwarded-for': '203.0.113.7' } })).toBe(false);
  expect(isFromThisMachine({ socket, headers: { forwarded: 'for=203.0.113.7' } })).toBe(false);
});
