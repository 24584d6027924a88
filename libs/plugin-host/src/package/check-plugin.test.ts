import { checkPlugin } from './check-plugin.js';

const plugin = { apiVersion: 1, name: 'runner-x', setup: () => ({}) };

describe('checkPlugin', () => {
  it('gives the very object back', () => {
    expect(checkPlugin(plugin)).toBe(plugin);
    expect(checkPlugin({ ...plugin, configSchema: { type: 'object' } })).toMatchObject(plugin);
  });

  it.each<[string, unknown, string]>([
    ['no default export', undefined, 'The module has no default export'],
    ['null', null, 'must be the plugin object, not null'],
    ['a function', () => plugin, 'must be the plugin object, not a function'],
    ['no apiVersion', { ...plugin, apiVersion: undefined }, 'apiVersion undefined; this server has 1'],
    ['another apiVersion', { ...plugin, apiVersion: 2 }, 'apiVersion 2; this server has 1'],
    ['an apiVersion that is a string', { ...plugin, apiVersion: '1' }, 'apiVersion "1"; this server has 1'],
    ['no name', { ...plugin, name: undefined }, 'must be kebab-case, such as "my-plugin", not undefined'],
    ['a name that leaves a folder', { ...plugin, name: '../x' }, 'not "../x"'],
    ['a name with capitals', { ...plugin, name: 'RunnerX' }, 'not "RunnerX"'],
    ['no setup', { ...plugin, setup: undefined }, 'no function "setup"'],
    ['a schema that is none', { ...plugin, configSchema: 'x' }, '"configSchema" must be'],
  ])('refuses %s', (_, exported, message) => {
    expect(() => checkPlugin(exported)).toThrow(message);
  });
});
