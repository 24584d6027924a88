import { hostCheck } from './allowed-hosts.js';

it.each<[string, string[], string, string | undefined, boolean]>([
  ['the loopback by address', [], '127.0.0.1', '127.0.0.1:8080', true],
  ['the loopback by IPv6 address', [], '::1', '[::1]:8080', true],
  ['the loopback by name', [], '127.0.0.1', 'LOCALHOST:8080', true],
  ['a name below localhost', [], '127.0.0.1', 'chat.localhost', true],
  ['a program that names nothing', [], '127.0.0.1', undefined, true],
  ['a rebound name', [], '127.0.0.1', 'evil.example:8080', false],
  ['a rebound name with a dot', [], '127.0.0.1', 'evil.example.', false],
  ['a name that only looks like an address', [], '127.0.0.1', '127.0.0.1.evil.example', false],
  ['a name that only looks like localhost', [], '127.0.0.1', 'localhost.evil.example', false],
  ['an empty name', [], '127.0.0.1', '', false],
  ['any name of a server that is no loopback', [], '0.0.0.0', 'any.example', true],
  ['a configured name', ['chat.example'], '0.0.0.0', 'chat.example:443', true],
  ['another name beside a configured one', ['chat.example'], '0.0.0.0', 'evil.example', false],
  ['a name below a configured one', ['.example.org'], '0.0.0.0', 'a.b.example.org', true],
  ['what ends like a configured one', ['.example.org'], '0.0.0.0', 'evilexample.org', false],
  ['an address beside configured names', ['chat.example'], '0.0.0.0', '10.0.0.7:8080', true],
  ['anything where all is allowed', ['*'], '127.0.0.1', 'evil.example', true],
])('judges %s', (_, allowed, listening, host, expected) => expect(hostCheck(allowed, listening)(host)).toBe(expected));
