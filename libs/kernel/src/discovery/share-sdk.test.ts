import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const kernel = new URL('../../dist/index.js', import.meta.url).href;

/** Starts the built kernel in plain Node with one plugin, which is required, and prints the names of its modules. */
const program = (folder: string) => `
  import { KernelModule } from '${kernel}';
  const plugins = [{ package: '${folder}', required: true }];
  const common = { modelFolders: [], threads: 1, queueLimit: 1, setupTimeoutMs: 20000, defaultParallel: 1 };
  const module = await KernelModule.register({ ...common, plugins, resolveFrom: '${folder}', cacheFolder: '${folder}/cache' });
  console.log(JSON.stringify(module.imports.map(({ module }) => module.name)));`;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plugin-'));
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'far', version: '1.0.0', type: 'module' }));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function run(plugin: string): Promise<string> {
  await writeFile(join(folder, 'index.js'), plugin);
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program(folder)]);
  return stdout.trim().split('\n').at(-1) ?? '';
}

describe('a plugin outside of the tree, in plain Node', () => {
  it('finds the contract and rxjs without a copy of its own', async () => {
    const plugin = `
      import { API_VERSION, PluginError } from '@predict-otron/plugin-sdk';
      import { Observable } from 'rxjs';
      import { map } from 'rxjs/operators';
      export default {
        apiVersion: API_VERSION,
        name: 'far',
        setup({ closing }) {
          if (!(closing instanceof Observable && map)) throw new PluginError('INTERNAL', 'This is another rxjs.');
          return {};
        },
      };`;
    expect(await run(plugin)).toBe('["FarPlugin"]');
  });

  it('finds nothing else of the server', async () => {
    await expect(run(`import '@nestjs/common'; export default {};`)).rejects.toThrow(
      "Cannot find package '@nestjs/common'",
    );
  });
});
