import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import configuration from '../../.dependency-cruiser.mjs';

const CRUISER = resolve('node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
const KERNEL_CHECK = resolve('scripts/check/kernel.mjs');

const { workspaces }: { workspaces: string[] } = JSON.parse(readFileSync('package.json', 'utf8'));

interface Violation {
  from: string;
  rule: { name: string };
}

/** Runs dependency-cruiser with the project's rules in a folder. */
function cruise(folder: string, sources: string[]): Violation[] {
  const run = spawnSync(process.execPath, [CRUISER, '--output-type', 'json', '--progress', 'none', ...sources], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  return JSON.parse(run.stdout).summary.violations;
}

/** For each rule, files with an import that it forbids. */
const FORBIDDEN: Record<string, Record<string, string>> = {
  'imports-of-libs-plugin-sdk': { 'libs/plugin-sdk/src/a.ts': '@predict-otron/dialects' },
  'imports-of-libs-plugin-host': { 'libs/plugin-host/src/a.ts': '@predict-otron/kernel' },
  'imports-of-libs-dialects': { 'libs/dialects/src/a.ts': '@predict-otron/service' },
  'imports-of-libs-model-store': { 'libs/model-store/src/a.ts': '@predict-otron/kernel' },
  'imports-of-libs-hardware-probe': { 'libs/hardware-probe/src/a.ts': '@predict-otron/plugin-sdk' },
  'imports-of-libs-llama-cpp': { 'libs/llama-cpp/src/a.ts': '@predict-otron/kernel' },
  'imports-of-libs-plugin-testing': { 'libs/plugin-testing/src/a.ts': '@predict-otron/kernel' },
  'imports-of-libs-kernel': { 'libs/kernel/src/a.ts': '@predict-otron/dialects' },
  'imports-of-libs-inference': { 'libs/inference/src/a.ts': '@predict-otron/service' },
  'imports-of-libs-embeddings': { 'libs/embeddings/src/a.ts': '@predict-otron/inference' },
  'imports-of-libs-service': { 'libs/service/src/a.ts': '@predict-otron/kernel' },
  'imports-of-libs-engine': { 'libs/engine/src/a.ts': '@predict-otron/inference' },
  'imports-of-apps-server': { 'apps/server/src/a.ts': '@predict-otron/runner-llama' },
  'imports-of-apps-any-engine': { 'apps/inference-engine/src/a.ts': '@predict-otron/web' },
  'imports-of-apps-cli': { 'apps/cli/src/a.ts': '@predict-otron/kernel' },
  'imports-of-apps-web': { 'apps/web/src/a.ts': '@predict-otron/kernel' },
  'imports-of-plugins-any': { 'plugins/runner-llama/src/a.ts': '@predict-otron/kernel' },
  'nothing-imports-a-plugin': {
    'apps/server/src/a.ts': '@predict-otron/runner-llama',
    'test/a.test.ts': '@predict-otron/runner-llama',
    'libs/kernel/src/a.test.ts': '@predict-otron/runner-llama',
  },
  'no-plugin-imports-another': { 'plugins/runner-llama/src/b.test.ts': '@predict-otron/hardware-cpu' },
  'no-relative-import-across-packages': { 'libs/kernel/src/b.ts': '../../plugin-sdk/src/index.js' },
  'no-test-code-in-the-product': {
    'libs/dialects/src/b.ts': './b.test.js',
    'libs/dialects/src/c.ts': './testing/b.js',
    'libs/inference/src/b.ts': '@predict-otron/plugin-testing',
  },
  'plugin-sdk-needs-rxjs-alone': { 'libs/plugin-sdk/src/b.ts': 'fastify', 'libs/plugin-sdk/src/c.ts': 'node:fs' },
  'kernel-knows-no-http': { 'libs/kernel/src/c.ts': 'fastify', 'libs/kernel/src/d.ts': 'node:http' },
  'llama-cpp-holds-the-engine': { 'plugins/runner-llama/src/b.ts': 'node-llama-cpp' },
  'fastembed-plugin-holds-onnx': { 'libs/embeddings/src/b.ts': 'fastembed' },
  'page-runs-in-browsers': {
    'apps/web/page/src/a.tsx': '@predict-otron/service',
    'apps/web/src/shared/a.ts': 'node:fs',
  },
  'no-circular-imports': { 'libs/service/src/b.ts': './circle.js' },
  'no-import-of-build-output': { 'libs/service/src/d.ts': '../dist/index.js' },
  'no-unresolved-import': { 'libs/service/src/e.ts': './nowhere.js' },
};

/** Imports that every rule must leave alone. */
const ALLOWED: Record<string, string> = {
  'libs/plugin-sdk/src/fine.ts': 'rxjs',
  'libs/plugin-sdk/src/fine.test.ts': 'node:fs',
  'libs/kernel/src/fine.ts': '@predict-otron/plugin-sdk',
  'libs/kernel/src/fine.test.ts': '@predict-otron/plugin-testing',
  'libs/dialects/src/fine.test.ts': './testing/b.js',
  'libs/llama-cpp/src/fine.ts': 'node-llama-cpp',
  'libs/service/src/fine.ts': 'node:http',
  'apps/server/src/fine.ts': '@predict-otron/kernel',
  'apps/server/src/web.ts': '@predict-otron/web',
  'apps/web/src/fine.ts': '@predict-otron/service',
  'apps/web/page/src/fine.tsx': '../../src/shared/a.js',
  'plugins/runner-llama/src/fine.ts': '@predict-otron/llama-cpp',
  'plugins/embeddings-fastembed/src/fine.ts': 'fastembed',
};

function write(folder: string, path: string, text: string): void {
  mkdirSync(join(folder, dirname(path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** A tree with the project's packages, all empty but for the given imports. */
function writeTree(folder: string): void {
  cpSync('.dependency-cruiser.mjs', join(folder, '.dependency-cruiser.mjs'));
  cpSync('package.json', join(folder, 'package.json'));
  mkdirSync(join(folder, 'node_modules/@predict-otron'), { recursive: true });
  for (const workspace of workspaces) {
    cpSync(join(workspace, 'package.json'), join(folder, workspace, 'package.json'));
    write(folder, `${workspace}/src/index.ts`, 'export {};\n');
    write(folder, `${workspace}/dist/index.js`, 'export {};\n');
    symlinkSync(join(folder, workspace), join(folder, 'node_modules/@predict-otron', basename(workspace)), 'dir');
  }
  for (const name of ['fastify', 'fastembed', 'node-llama-cpp', 'rxjs']) {
    write(folder, `node_modules/${name}/package.json`, JSON.stringify({ name, type: 'module', main: 'index.js' }));
    write(folder, `node_modules/${name}/index.js`, 'export {};\n');
  }
  write(folder, 'libs/service/src/circle.ts', "import './b.js';\n");
  write(folder, 'libs/dialects/src/b.test.ts', 'export {};\n');
  write(folder, 'libs/dialects/src/testing/b.ts', 'export {};\n');
  write(folder, 'libs/kernel/src/named.ts', "export const first = 'runner-llama';\n");
  for (const imports of [...Object.values(FORBIDDEN), ALLOWED])
    for (const [path, specifier] of Object.entries(imports)) write(folder, path, `import '${specifier}';\n`);
}

describe('the import rules', () => {
  let folder: string;
  let found: Set<string>;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'otron-architecture-'));
    writeTree(folder);
    found = new Set(
      cruise(folder, ['apps', 'libs', 'plugins', 'test']).map(({ from, rule }) => `${rule.name}: ${from}`),
    );
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(configuration.forbidden.map(({ name }) => name))('%s bites', (name) => {
    const files = Object.keys(FORBIDDEN[name] ?? {});
    expect(files.length).toBeGreaterThan(0);
    expect([...found]).toEqual(expect.arrayContaining(files.map((file) => `${name}: ${file}`)));
  });

  it.each(Object.keys(ALLOWED))('leave %s alone', (file) => {
    expect([...found].filter((violation) => violation.endsWith(`: ${file}`))).toEqual([]);
  });

  it('hold in this tree', () => {
    const violations = cruise('.', ['apps', 'libs', 'plugins', 'test', 'scripts']);
    expect(violations.map(({ from, rule }) => `${rule.name}: ${from}`)).toEqual([]);
  });

  it('include that the kernel names no plugin', () => {
    const inFixture = spawnSync(process.execPath, [KERNEL_CHECK], { cwd: folder, encoding: 'utf8' });
    expect(inFixture.stderr).toBe('libs/kernel/src/named.ts names the plugin runner-llama\n');
    expect(inFixture.status).toBe(1);
    const here = spawnSync(process.execPath, [KERNEL_CHECK], { encoding: 'utf8' });
    expect(here.stderr).toBe('');
    expect(here.status).toBe(0);
  });
});
