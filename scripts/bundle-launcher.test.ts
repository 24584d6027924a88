import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'otron-bundle-'));
  copyFileSync('scripts/bundle-launcher.mjs', join(folder, 'main.mjs'));
  writeFileSync(
    join(folder, 'main.cjs'),
    "const load = globalThis[Symbol.for('predict-otron.import')];\nload('node:path').then(({ sep }) => console.log(require('./part.cjs'), sep));",
  );
  writeFileSync(join(folder, 'part.cjs'), "module.exports = require.main === undefined ? 'part' : 'main';");
});

afterEach(() => rmSync(folder, { recursive: true }));

const run = () => execFileSync(process.execPath, [join(folder, 'main.mjs')], { encoding: 'utf8' });
const kept = () => readdirSync(folder).filter((file) => file.endsWith('.cache'));

it('keeps the compiled code of all that ran, and runs the same with it', () => {
  const first = run();
  expect(first).toBe('part /\n');
  expect(kept()).toEqual(['main.cjs.cache', 'part.cjs.cache']);
  expect(run()).toBe(first);
});

it('compiles again what V8 refuses', () => {
  run();
  writeFileSync(join(folder, 'part.cjs.cache'), 'from another version');
  expect(run()).toBe('part /\n');
});
