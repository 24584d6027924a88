import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CliError, EXIT, wrongUse } from '../cli-error.js';
import { PACKAGE_FOLDER } from '../package-folder.js';
import { contractPackages } from './contract-packages.js';
import { PLUGIN_KINDS, type PluginKind } from './plugin-kind.js';

/** As the server wants it. */
const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const TEMPLATES = fileURLToPath(new URL('templates/', PACKAGE_FOLDER));
/** Where templates have the plugin's name. */
const PLACEHOLDER = 'my-plugin';
/** Models that the contract test of a kind runs on, for `otron plugin test`. */
const TEST_MODELS: Partial<Record<PluginKind, string>> = { runner: 'language', embedder: 'embedding' };

/** Why a name cannot be a plugin's; undefined where it can. */
export function nameProblem(name: string): string | undefined {
  return NAME.test(name) ? undefined : 'A plugin’s name is kebab-case, such as my-plugin.';
}

/** Writes a package that holds a plugin of this kind, and gives the paths of its files. Throws where the folder is there. */
export function newPlugin(name: string, kind: PluginKind, parent: string): { folder: string; files: string[] } {
  const problem = nameProblem(name);
  if (problem) throw wrongUse(`"${name}" cannot be a plugin’s name.`, problem);
  const folder = resolve(parent, name);
  if (existsSync(folder))
    throw new CliError(`${folder} is there already.`, EXIT.failed, 'Choose another name, or another folder with --in.');
  for (const source of filesBelow(join(TEMPLATES, kind))) {
    const path = join(folder, filled(relative(join(TEMPLATES, kind), source), name));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, filled(readFileSync(source, 'utf8'), name));
  }
  writeShared(folder, name, kind);
  return { folder, files: filesBelow(folder).map((path) => relative(folder, path)) };
}

function writeShared(folder: string, name: string, kind: PluginKind): void {
  const shared = (file: string) => readFileSync(join(TEMPLATES, 'shared', file), 'utf8');
  mkdirSync(join(folder, '.github/workflows'), { recursive: true });
  writeFileSync(join(folder, '.github/workflows/ci.yml'), shared('ci.yml'));
  writeFileSync(join(folder, '.gitignore'), 'node_modules/\ndist/\n');
  writeFileSync(join(folder, 'README.md'), filled(shared('README.md'), name).replace('KIND', PLUGIN_KINDS[kind]));
  cpSync(join(TEMPLATES, 'shared/tsconfig.json'), join(folder, 'tsconfig.json'));
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest(name, kind), null, 2)}\n`);
}

function manifest(name: string, kind: PluginKind): object {
  const { '@predict-otron/plugin-sdk': sdk, ...testing } = contractPackages();
  const model = TEST_MODELS[kind];
  return {
    name,
    version: '0.1.0',
    description: `A plugin for predict-otron: ${PLUGIN_KINDS[kind]}`,
    license: 'MIT',
    type: 'module',
    exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
    files: ['dist', '!dist/*.test.*'],
    scripts: {
      build: 'tsc',
      pretest: 'tsc',
      test: 'node --test dist/index.test.js',
      prepack: 'tsc',
    },
    otron: { plugin: true, ...(model && { test: { [model]: `example.${name}` } }) },
    // the server brings both: a copy of its own is only for development
    peerDependencies: { '@predict-otron/plugin-sdk': '^0.1.0', rxjs: '^7.8.0' },
    peerDependenciesMeta: { '@predict-otron/plugin-sdk': { optional: true }, rxjs: { optional: true } },
    devDependencies: {
      '@predict-otron/plugin-sdk': sdk,
      ...testing,
      '@types/node': '^20.19.0',
      rxjs: '^7.8.0',
      typescript: '^6.0.0',
    },
  };
}

function filled(text: string, name: string): string {
  return text.replaceAll(PLACEHOLDER, name);
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
