import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CaptureFolder } from './capture-folder.js';

let path: string;
const warnings: string[] = [];
const logger = { warn: (line: string) => warnings.push(line) } as never;

beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'otron-captures-')), 'captures');
  warnings.length = 0;
});
afterEach(() => rmSync(join(path, '..'), { recursive: true }));

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));
const ids = () => readdirSync(path).map((name) => name.replace(/^.*Z_|\.json$/g, ''));

it('writes captures that others cannot read, by their time', async () => {
  const folder = new CaptureFolder(path, { bytes: 1000 }, logger);
  folder.add(at(1), 'req/../:x', 'text');
  await folder.close();
  const [name = ''] = readdirSync(path);
  expect(name).toBe('2026-01-01T00-00-01.000Z_req_..__x.json');
  expect(readFileSync(join(path, name), 'utf8')).toBe('text');
  expect([statSync(path).mode & 0o777, statSync(join(path, name)).mode & 0o777]).toEqual([0o700, 0o600]);
});

it('deletes the oldest for a new one, by bytes and by number, those of an earlier run too', async () => {
  const before = new CaptureFolder(path, { bytes: 100 }, logger);
  for (const second of [1, 2, 3]) before.add(at(second), `r${second}`, 'x'.repeat(30));
  await before.close();
  writeFileSync(join(path, 'notes.txt'), 'of somebody else');
  writeFileSync(join(path, '2026-01-01T00-00-00.000Z_r0.json.tmp'), 'x');
  const folder = new CaptureFolder(path, { bytes: 100, files: 2 }, logger);
  folder.add(at(4), 'r4', 'x'.repeat(60));
  await folder.close();
  expect(ids()).toEqual(['r3', 'r4', 'notes.txt']);
  folder.add(at(5), 'r5', 'x');
  folder.add(at(6), 'too-large', 'x'.repeat(101));
  await folder.close();
  expect(ids()).toEqual(['r4', 'r5', 'notes.txt']);
});

it('goes on where one was deleted by hand, and says once that it cannot write', async () => {
  const folder = new CaptureFolder(path, { bytes: 100, files: 1 }, logger);
  folder.add(at(1), 'r1', 'x');
  await folder.close();
  for (const name of readdirSync(path)) rmSync(join(path, name));
  folder.add(at(2), 'r2', 'x');
  await folder.close();
  expect(ids()).toEqual(['r2']);
  rmSync(path, { recursive: true });
  folder.add(at(3), 'r3', 'x');
  folder.add(at(4), 'r4', 'x');
  await folder.close();
  expect(warnings).toEqual([expect.stringMatching(/^Requests cannot be captured: ENOENT/)]);
});

it('is refused where it cannot be used', () => {
  const file = join(path, '../file');
  writeFileSync(file, '');
  const unusable = process.platform === 'linux' ? [file, join(path, 'a/b'), '/proc/captures'] : [file];
  for (const folder of unusable)
    expect(() => new CaptureFolder(folder, { bytes: 1 }, logger)).toThrow(/cannot be used/);
});
