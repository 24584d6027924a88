import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digest } from './api-key.js';
import { KeyRing } from './key-ring.js';
import { Sessions } from './sessions.js';

const folder = mkdtempSync(join(tmpdir(), 'otron-keys-'));
const path = join(folder, 'keys.json');
afterAll(() => rmSync(folder, { recursive: true }));

const hash = (secret: string) => digest(secret).toString('hex');
function ringOf(keys: unknown): KeyRing {
  writeFileSync(path, JSON.stringify({ keys }));
  return new KeyRing([], path);
}

it('finds keys of the configuration and of the file, and no others', () => {
  writeFileSync(path, JSON.stringify({ keys: [{ name: 'app', sha256: hash('in-the-file'), scopes: ['chat'] }] }));
  const ring = new KeyRing(['in-the-configuration'], path);
  expect(ring.find('in-the-configuration')).toMatchObject({ name: 'key-1' });
  expect([...(ring.find('in-the-file')?.scopes ?? [])]).toEqual(['chat']);
  for (const wrong of ['', 'in-the-fil', 'in-the-file ', hash('in-the-file')]) expect(ring.find(wrong)).toBeUndefined();
});

it('keeps no key, only hashes', () => {
  expect(JSON.stringify(new KeyRing(['in-the-configuration']))).not.toContain('in-the-configuration');
});

it('lets keys expire', () => {
  const key = (expires: string) => ({ name: expires, sha256: hash(expires), expires });
  const ring = ringOf(
    [key('2000-01-01T00:00:00Z'), key('2999-01-01T00:00:00Z')].map((it, i) => ({ ...it, name: `k${i}` })),
  );
  expect(ring.find('2000-01-01T00:00:00Z')).toBeUndefined();
  expect(ring.named('k0')).toBeUndefined();
  expect(ring.find('2999-01-01T00:00:00Z')).toMatchObject({ name: 'k1' });
});

it('needs a key as soon as there is a file, also one without keys', () => {
  expect(new KeyRing([]).required).toBe(false);
  expect(ringOf([]).required).toBe(true);
});

it.each<[unknown, RegExp]>([
  [{}, /list "keys"/],
  [[{ name: 'a b', sha256: hash('x') }], /keys\[0\].*"name"/],
  [[{ name: 'a', sha256: 'secret' }], /"sha256"/],
  [[{ name: 'a', sha256: hash('x'), scope: [] }], /"scope"/],
  [[{ name: 'a', sha256: hash('x'), scopes: ['all'] }], /scopes must be a list of chat/],
  [[{ name: 'a', sha256: hash('x'), expires: 'soon' }], /expires/],
  [[{ name: 'a', sha256: hash('x'), priority: 10 }], /priority must be/],
  [[{ name: 'a', sha256: hash('x'), quota: { perHour: 1 } }], /"perHour"/],
  [[{ name: 'a', sha256: hash('x'), quota: { requestsPerDay: 0 } }], /requestsPerDay must be/],
  [
    [
      { name: 'a', sha256: hash('x') },
      { name: 'a', sha256: hash('y') },
    ],
    /"a" twice/,
  ],
])('says what is wrong with %j', (keys, message) => expect(() => ringOf(keys)).toThrow(message));

describe('sessions', () => {
  const ring = new KeyRing(['first-key-of-test', 'second-key-of-test']);
  const [first, second] = ['first-key-of-test', 'second-key-of-test'].map(
    (it) => ring.find(it) as NonNullable<ReturnType<KeyRing['find']>>,
  );
  const cookie = (value: string) => `a=b; otron_session=${value}; c=d`;

  it('stand for their key', () => {
    const sessions = new Sessions(ring);
    expect(sessions.read(cookie(sessions.issue(second as never)))).toBe(second);
  });

  it('cannot be made up, changed or brought from another server', () => {
    const sessions = new Sessions(ring);
    const [, ends, signature] = sessions.issue(first as never).split('.');
    const others = [
      '',
      '..',
      `${Buffer.from('key-2').toString('base64url')}.${ends}.${signature}`,
      `${Buffer.from('key-1').toString('base64url')}.${Number(ends) + 1}.${signature}`,
      new Sessions(ring).issue(first as never),
    ];
    for (const value of others) expect(sessions.read(cookie(value))).toBeUndefined();
    expect(sessions.read(undefined)).toBeUndefined();
  });

  it('are shared by servers with one service token', () => {
    expect(new Sessions(ring, 'token').read(cookie(new Sessions(ring, 'token').issue(first as never)))).toBe(first);
  });
});
