import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addKey, listKeys, revokeKey } from './edit-keys-file.js';
import { KeyRing } from './key-ring.js';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'otron-keys-'));
  path = join(folder, 'keys.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

it('adds keys that open the server, and keeps only their hashes, for nobody else to read', () => {
  const secret = addKey(path, { name: 'laptop' });
  addKey(path, { name: 'bot', scopes: ['chat'], expires: '2999-01-01T00:00:00.000Z', quota: ['concurrent=2'] });
  expect(readFileSync(path, 'utf8')).not.toContain(secret);
  expect(statSync(path).mode & 0o077).toBe(0);
  expect(new KeyRing([], path).find(secret)).toMatchObject({ name: 'laptop' });
  expect(listKeys(path)).toEqual([
    { name: 'laptop', scopes: ['chat', 'embeddings', 'models:read', 'models:write', 'admin'], expired: false },
    { name: 'bot', scopes: ['chat'], expires: '2999-01-01T00:00:00.000Z', quota: { concurrent: 2 }, expired: false },
  ]);
});

it('revokes a key, and no other', () => {
  const [one, other] = ['one', 'other'].map((name) => addKey(path, { name }));
  revokeKey(path, 'one');
  const ring = new KeyRing([], path);
  expect([ring.find(one as string), ring.find(other as string)]).toEqual([
    undefined,
    expect.objectContaining({ name: 'other' }),
  ]);
  expect(() => revokeKey(path, 'one')).toThrow(/no key "one"/);
});

it.each([
  [{ name: 'a b' }, /"name"/],
  [{ name: 'laptop' }, /"laptop" twice/],
  [{ name: 'new', quota: ['perHour=1'] }, /"perHour"/],
  [{ name: 'new', scopes: ['all' as never] }, /scopes/],
])('refuses %j, and leaves the file as it was', (key, message) => {
  addKey(path, { name: 'laptop' });
  const before = readFileSync(path, 'utf8');
  expect(() => addKey(path, key)).toThrow(message);
  expect(readFileSync(path, 'utf8')).toBe(before);
  expect(readdirSync(folder)).toEqual(['keys.json']);
});

it('writes through a link, keeps the rights of the file, and one at a time', () => {
  writeFileSync(path, '{"keys":[]}', { mode: 0o640 });
  const link = join(folder, 'link.json');
  symlinkSync(path, link);
  addKey(link, { name: 'a' });
  expect(listKeys(path)).toHaveLength(1);
  expect(statSync(path).mode & 0o777).toBe(0o640);
  writeFileSync(`${path}.new`, '');
  expect(() => addKey(path, { name: 'b' })).toThrow(/Another program is writing/);
});

it('leaves a file alone that it cannot read', () => {
  writeFileSync(path, '{');
  expect(() => addKey(path, { name: 'a' })).toThrow(/not valid JSON/);
  expect(readFileSync(path, 'utf8')).toBe('{');
});
