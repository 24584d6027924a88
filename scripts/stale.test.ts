import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beginBuild, finishBuild, hasNewOutput, inputPrints, isStale, isStamped, stamp } from './stale.mjs';

describe('a stamped build', () => {
  let root: string;
  let base: { name: string; root: string; dependencies: string[] };
  let app: typeof base;

  const write = (project: typeof base, path: string, text: string) => writeFileSync(join(project.root, path), text);
  const print = ({ name }: typeof base) => inputPrints([base, app]).get(name) ?? '';
  const stale = () => [base, app].filter((project) => isStale(project, print(project))).map(({ name }) => name);

  /** A compiler that writes one output for each of the given names. */
  function build(project: typeof base, outputs: string[], duringBuild = () => {}): void {
    const inputs = print(project);
    const begun = beginBuild(project);
    duringBuild();
    for (const output of outputs) write(project, `dist/${output}`, `// ${output}`);
    finishBuild(project, begun, inputs);
  }

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'otron-stale-'));
    base = { name: 'base', root: join(root, 'base'), dependencies: [] };
    app = { name: 'app', root: join(root, 'app'), dependencies: ['base'] };
    for (const project of [base, app]) {
      mkdirSync(join(project.root, 'src'), { recursive: true });
      for (const file of ['package.json', 'tsconfig.json']) write(project, file, '{}');
      write(project, 'src/index.ts', 'export {};');
    }
    for (const project of [base, app]) build(project, ['index.js']);
  });

  afterEach(() => rmSync(root, { recursive: true }));

  it('is up to date', () => {
    expect(stale()).toEqual([]);
  });

  it.each([
    ['an edited source', () => write(base, 'src/index.ts', 'export const a = 1;')],
    ['a new source', () => write(base, 'src/a.ts', '')],
    ['a deleted source', () => rmSync(join(base.root, 'src/index.ts'))],
    ['another package.json', () => write(base, 'package.json', '{"version":"2"}')],
  ])('is stale after %s, and so is what depends on it', (_, change) => {
    change();
    expect(stale()).toEqual(['base', 'app']);
  });

  it.each([
    ['a removed output', () => rmSync(join(base.root, 'dist/index.js'))],
    ['a foreign file in dist', () => write(base, 'dist/old.js', '')],
    ['a build that never ended', () => beginBuild(base)],
  ])('is stale after %s', (_, change) => {
    change();
    expect(stale()).toEqual(['base']);
  });

  it('does not look at tests', () => {
    write(base, 'src/index.test.ts', '');
    expect(stale()).toEqual([]);
  });

  it('is stale when a source changed during the build', () => {
    build(base, ['index.js'], () => write(base, 'src/index.ts', 'export const b = 2;'));
    expect(stale()).toContain('base');
  });

  it('drops what an earlier build left', () => {
    mkdirSync(join(base.root, 'dist/gone'));
    for (const path of ['dist/gone/old.js', 'dist/index.js']) {
      write(base, path, '');
      utimesSync(join(base.root, path), 1, 1);
    }
    build(base, ['index.js']);
    expect(readdirSync(join(base.root, 'dist')).sort()).toEqual(['.built', 'index.js']);
  });

  it('tells whether the compiler wrote anything', () => {
    utimesSync(join(base.root, 'dist/index.js'), 1, 1);
    const begun = beginBuild(base);
    expect(hasNewOutput(base, begun)).toBe(false);
    write(base, 'dist/index.js', '');
    expect(hasNewOutput(base, begun)).toBe(true);
  });
});

describe('a stamped folder', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'otron-stamp-'));
    writeFileSync(join(folder, 'main.js'), 'a');
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('was made from what its stamp says, and from nothing else', () => {
    expect(isStamped(folder, ['1'])).toBe(false);
    stamp(folder, ['1']);
    expect(isStamped(folder, ['1'])).toBe(true);
    expect(isStamped(folder, ['2'])).toBe(false);
  });

  it('counts no more once its content has changed', () => {
    stamp(folder, ['1']);
    writeFileSync(join(folder, 'other.js'), '');
    expect(isStamped(folder, ['1'])).toBe(false);
  });
});
