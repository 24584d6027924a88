import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { jest } from '@jest/globals';

jest.setTimeout(600_000);

// below the tree's own node_modules, so that nothing has to be installed
mkdirSync('node_modules/.cache', { recursive: true });
const folder = mkdtempSync(resolve('node_modules/.cache/new-plugins-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Run {
  code: number;
  output: string;
}

async function run(command: string, args: string[], cwd = '.'): Promise<Run> {
  const { PATH, HOME } = process.env;
  const ran = promisify(execFile)(command, args, { cwd, env: { PATH, HOME, NO_COLOR: '1' } });
  return ran.then(
    ({ stdout, stderr }) => ({ code: 0, output: stdout + stderr }),
    ({ code, stdout, stderr }) => ({ code, output: stdout + stderr }),
  );
}

const otron = (...args: string[]) => run(process.execPath, ['apps/cli/bin/otron.mjs', 'plugin', ...args]);

describe.each(['runner', 'embedder', 'hardware', 'stage'])('a new %s', (kind) => {
  const name = `my-${kind}`;
  const path = join(folder, name);

  it('is written with its tests, a README and a workflow, and its tests pass at once', async () => {
    expect(await otron('new', name, '--kind', kind, '--in', folder)).toMatchObject({ code: 0 });
    expect(readdirSync(path)).toEqual(
      expect.arrayContaining(['README.md', '.github', 'src', 'package.json', 'tsconfig.json']),
    );
    expect(readFileSync(join(path, 'src/index.test.ts'), 'utf8').trim().split('\n').length).toBeLessThanOrEqual(5);
    const { code, output } = await run('npm', ['test'], path);
    expect(output).toMatch(/# fail 0/);
    expect(output).not.toMatch(/# pass 0/);
    expect(code).toBe(0);
  });

  it('passes `otron plugin test` and `otron plugin check`', async () => {
    const tested = await otron('test', path);
    expect(tested.output).toMatch(/in place: .*\n[\s\S]*over a message port: .*\n[\s\S]*\d+ passed, 0 failed/);
    expect(tested.code).toBe(0);
    const { code, output } = await otron('check', path, '--json');
    expect(JSON.parse(output).map(({ state }: { state: string }) => state)).not.toContain('bad');
    expect(code).toBe(0);
  });
});

it('says what is wrong with a package, and how to put it right', async () => {
  const path = join(folder, 'wrong');
  mkdirSync(path);
  writeFileSync(
    join(path, 'package.json'),
    '{"name":"wrong","version":"1.0.0","type":"module","exports":"./index.js"}',
  );
  const missing = await otron('check', path);
  expect(missing).toMatchObject({ code: 1, output: expect.stringMatching(/bad +entry[\s\S]*npm run build/) });
  const schema = '{ type: "object", properties: { size: { type: "integer" } }, additionalProperties: false }';
  writeFileSync(
    join(path, 'index.js'),
    `import { asapScheduler, observeOn } from 'rxjs';
     import 'axe-core';
     const late = { name: 'late', order: 1, permissions: { models: ['*'], readPrompts: false, buffers: false },
       events: () => observeOn(asapScheduler) };
     export default { apiVersion: 1, name: 'wrong', configSchema: ${schema}, setup: () => ({ stages: [late] }) };`,
  );
  const wrong = await otron('check', path, '--config', '{"size":"x"}');
  expect(wrong.code).toBe(1);
  expect(wrong.output).toMatch(/imports axe-core, which package\.json does not ask for/);
  expect(wrong.output).toMatch(/config\.size must be integer/);
  const tested = await otron('test', path);
  expect(tested.code).toBe(1);
  expect(tested.output).toMatch(/bad +in place: a stage gives events while it takes one.*\n.*permission buffers/);
});

it.each([
  [['new', 'My Plugin', '--kind', 'stage'], /kebab-case/],
  [['new', 'my-plugin'], /Give --kind/],
  [['new', 'x', '--kind', 'other'], /runner, embedder, hardware, stage/],
  [['test', join(folder, 'nowhere')], /no package\.json/],
  [['check', '.', '--config', '[]'], /must be a JSON object/],
  [['test', 'plugins/runner-llama'], /Give --model PATH/],
])('%j says what to do', async (args, message) => {
  const { code, output } = await otron(...args);
  expect(output).toMatch(message);
  expect(code).toBeGreaterThan(0);
});
