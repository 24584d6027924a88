import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { JsonObject } from '@predict-otron/plugin-sdk';

/** Real plugin packages of plain JavaScript in a temporary folder, which can import rxjs. */
export class PluginPackages {
  private constructor(readonly root: string) {}

  static async create(): Promise<PluginPackages> {
    const root = await realpath(await mkdtemp(join(tmpdir(), 'plugins-')));
    await mkdir(join(root, 'node_modules'));
    const rxjs = dirname(createRequire(import.meta.url).resolve('rxjs/package.json'));
    await symlink(rxjs, join(root, 'node_modules/rxjs'));
    return new PluginPackages(root);
  }

  /** Writes a package at a path below the root, with this module as its main one. Returns its folder. */
  async add(path: string, module: string, manifest: JsonObject = {}): Promise<string> {
    const folder = join(this.root, path);
    await mkdir(folder, { recursive: true });
    const full = { name: path.replace(/^.*node_modules\//, ''), version: '1.2.3', type: 'module', ...manifest };
    await writeFile(join(folder, 'package.json'), JSON.stringify(full));
    await writeFile(join(folder, 'index.js'), module);
    return folder;
  }

  /** As `add`, with a module that exports a plugin of the package's name, given its further fields as source text. */
  addPlugin(path: string, fields: string, manifest: JsonObject = {}): Promise<string> {
    const name = path.split('/').at(-1);
    return this.add(path, `export default { apiVersion: 1, name: '${name}', ${fields} };`, manifest);
  }

  remove(): Promise<void> {
    return rm(this.root, { recursive: true, force: true });
  }
}
