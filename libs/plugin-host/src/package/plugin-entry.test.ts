import type { JsonObject } from '@predict-otron/plugin-sdk';
import { pluginEntry } from './plugin-entry.js';

const entry = (manifest: JsonObject) => pluginEntry({ name: 'x', version: '1.0.0', folder: '/p', manifest });

describe('pluginEntry', () => {
  it.each<[string, JsonObject, string]>([
    ['nothing said', {}, '/p/index.js'],
    ['main', { main: './lib/x.js' }, '/p/lib/x.js'],
    ['main without an extension', { main: 'lib/x' }, '/p/lib/x.js'],
    ['exports as a string', { exports: './x.js' }, '/p/x.js'],
    ['exports over main', { main: 'a.js', exports: { '.': './x.js' } }, '/p/x.js'],
    ['exports for import alone', { exports: { import: './x.js', require: './y.cjs' } }, '/p/x.js'],
    [
      'conditions in their order',
      { exports: { '.': { types: './x.d.ts', node: './n.js', default: './d.js' } } },
      '/p/n.js',
    ],
    [
      'a condition for developers alone',
      { exports: { '.': { '@predict-otron/source': './src/index.ts', default: './dist/index.js' } } },
      '/p/dist/index.js',
    ],
    ['the main export, by true', { otron: { plugin: true }, exports: './x.js' }, '/p/x.js'],
    ['the main export, by a dot', { otron: { plugin: '.' }, exports: './x.js' }, '/p/x.js'],
    ['another export', { otron: { plugin: './plugin' }, exports: { '.': './a.js', './plugin': './p.js' } }, '/p/p.js'],
    ['a file', { otron: { plugin: './lib/plugin.js' } }, '/p/lib/plugin.js'],
  ])('%s', (_, manifest, file) => expect(entry(manifest)).toBe(file));

  it.each<[string, JsonObject, string]>([
    ['an export that is missing', { otron: { plugin: './plugin' }, exports: './a.js' }, 'no export "./plugin"'],
    ['an export for require alone', { exports: { require: './a.cjs' } }, 'no export "."'],
    ['a field of a wrong type', { otron: { plugin: 'x' } }, '"otron.plugin"'],
    ['a field that leaves the package', { otron: { plugin: '../x.js' } }, '"otron.plugin"'],
  ])('refuses %s', (_, manifest, message) => expect(() => entry(manifest)).toThrow(message));
});
