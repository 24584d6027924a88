import type { IncomingMessage } from 'node:http';
import { PluginError } from '@predict-otron/plugin-sdk';
import type { Caller } from '../access/caller.js';
import { refuseUpgrade } from './refuse-upgrade.js';

const RULES = {
  allowedOrigins: ['https://friend.example'],
  accepting: () => true,
  isAllowedHost: (host?: string) => host !== 'rebound.example',
  guard: { admit: (): Caller => ({}) },
};
const asked = (headers: IncomingMessage['headers'], rules = RULES) =>
  refuseUpgrade({ headers } as IncomingMessage, rules)?.code;

it.each([
  ['a program', { host: 'a.example' }, undefined],
  ['a page of the same address', { host: 'a.example:8080', origin: 'http://a.example:8080' }, undefined],
  ['the same behind a proxy that does https', { host: 'a.example', origin: 'https://a.example' }, undefined],
  [
    'the same with the port that goes without saying',
    { host: 'a.example:443', origin: 'https://a.example' },
    undefined,
  ],
  ['an allowed site', { host: 'a.example', origin: 'https://friend.example' }, undefined],
  ['another site', { host: 'a.example', origin: 'https://evil.example' }, 'FORBIDDEN'],
  ['another port', { host: 'a.example:1', origin: 'http://a.example:2' }, 'FORBIDDEN'],
  ['another scheme of an allowed site', { host: 'a.example', origin: 'http://friend.example' }, 'FORBIDDEN'],
  ['a site that looks alike', { host: 'a.example', origin: 'http://a.example.evil.example' }, 'FORBIDDEN'],
  ['a page without an origin', { host: 'a.example', origin: 'null' }, 'FORBIDDEN'],
  ['a file', { host: '', origin: 'file://' }, 'FORBIDDEN'],
  [
    'a page that calls this server by a name of its own',
    { host: 'rebound.example', origin: 'http://rebound.example' },
    'FORBIDDEN',
  ],
  ['nonsense', { host: 'a b', origin: 'http://%' }, 'FORBIDDEN'],
])('judges %s', (_, headers, code) => {
  expect(asked(headers)).toBe(code);
});

it('allows all where all are allowed, and nobody while the server stops', () => {
  expect(asked({ origin: 'https://any.example', host: 'x' }, { ...RULES, allowedOrigins: ['*'] })).toBeUndefined();
  expect(asked({ host: 'x' }, { ...RULES, accepting: () => false })).toBe('DISPOSED');
});

it('asks for a key', () => {
  const refuse = () => {
    throw new PluginError('UNAUTHENTICATED', 'No key.');
  };
  expect(asked({ host: 'x' }, { ...RULES, guard: { admit: refuse } })).toBe('UNAUTHENTICATED');
});
