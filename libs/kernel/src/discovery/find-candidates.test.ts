import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { PluginError } from '@predict-otron/plugin-sdk';
import { findCandidates } from './find-candidates.js';
import { PluginPackages } from './plugin-packages.fixture.js';

let packages: PluginPackages;

beforeAll(() => Logger.overrideLogger(false));
afterAll(() => Logger.overrideLogger(['log']));

beforeEach(async () => {
  packages = await PluginPackages.create();
});

afterEach(() => packages.remove());

type Options = Partial<Parameters<typeof findCandidates>[0]>;

/** The packages found, as the paths of their folders below the root, or the reason for none. */
async function find(options: Options): Promise<string[]> {
  const candidates = await findCandidates({
    plugins: [],
    resolveFrom: packages.root,
    cacheFolder: join(packages.root, 'cache'),
    ...options,
  });
  return candidates.map(({ package: found }) =>
    PluginError.is(found) ? found.message : found.folder.slice(packages.root.length + 1),
  );
}

describe('findCandidates', () => {
  it('takes names and paths of the configuration in their order, with what it says of them', async () => {
    await packages.addPlugin('node_modules/@scope/b', '');
    const a = await packages.addPlugin('elsewhere/a', '');
    const plugins = [
      { package: '@scope/b', config: { x: 1 } },
      { package: a, required: true },
    ];
    const found = await findCandidates({
      plugins,
      resolveFrom: join(packages.root, 'deep/down'),
      cacheFolder: packages.root,
    });
    expect(found).toMatchObject([
      { config: { x: 1 }, required: false, package: { name: '@scope/b', version: '1.2.3' } },
      { config: {}, required: true, package: { name: 'elsewhere/a', folder: a } },
    ]);
  });

  it.each([
    ['a name that is not installed', 'none', /No package of this name is installed in .* or above/],
    ['a path that is not absolute', './a', /give an installed package or an absolute path/],
    ['a folder that is no package', '/', /There is no package.json in this folder/],
  ])('says why for %s', async (_, name, reason) => {
    expect(await find({ plugins: [{ package: name }] })).toEqual([expect.stringMatching(reason)]);
  });

  it('says why for a package.json that is broken', async () => {
    const folder = await packages.addPlugin('a', '');
    await writeFile(join(folder, 'package.json'), '{');
    expect(await find({ plugins: [{ package: folder }] })).toEqual([`${folder}/package.json is not a JSON object.`]);
  });

  it('takes every package of the plugin folder, with archives that are none, and nothing else that lies there', async () => {
    await packages.addPlugin('plugins/b', '');
    await packages.addPlugin('plugins/a', '');
    await mkdir(join(packages.root, 'plugins/no-package'));
    await writeFile(join(packages.root, 'plugins/README.md'), '');
    await writeFile(join(packages.root, 'plugins/c.tgz'), '');
    expect(await find({ pluginFolder: join(packages.root, 'plugins') })).toEqual([
      'plugins/a',
      'plugins/b',
      expect.stringContaining('The archive cannot be read'),
    ]);
    expect(await find({ pluginFolder: join(packages.root, 'none') })).toEqual([]);
    expect(await find({ pluginFolder: join(packages.root, 'plugins/README.md') })).toEqual([]);
  });

  it('takes a package of the plugin folder by its name, with what the configuration says', async () => {
    const a = await packages.addPlugin('plugins/a', '', { name: 'a' });
    const plugins = [{ package: 'a', config: { x: 1 } }];
    const pluginFolder = join(packages.root, 'plugins');
    const found = await findCandidates({
      plugins,
      pluginFolder,
      resolveFrom: packages.root,
      cacheFolder: packages.root,
    });
    expect(found).toMatchObject([{ source: a, package: { folder: a }, config: { x: 1 } }]);
  });

  it('takes installed packages that say that they are plugins, when asked to', async () => {
    await packages.addPlugin('node_modules/p', '', { otron: { plugin: '.' } });
    await packages.addPlugin('node_modules/@scope/q', '', { otron: { plugin: './plugin.js' } });
    await packages.addPlugin('node_modules/other', '', { otron: true });
    await packages.addPlugin('app/node_modules/p', '', { otron: { plugin: '.' } });
    const resolveFrom = join(packages.root, 'app');
    expect(await find({ resolveFrom })).toEqual([]);
    expect(await find({ resolveFrom, discoverInstalled: true })).toEqual([
      'app/node_modules/p',
      'node_modules/@scope/q',
    ]);
  });

  it('counts a package once that it finds in several places', async () => {
    const folder = await packages.addPlugin('plugins/a', '', { otron: { plugin: '.' } });
    await symlink(folder, join(packages.root, 'node_modules/a'));
    await symlink(folder, join(packages.root, 'plugins/link'));
    const plugins = [
      { package: 'a', config: { x: 1 } },
      { package: folder, config: { x: 2 } },
    ];
    const found = await findCandidates({
      plugins,
      pluginFolder: join(packages.root, 'plugins'),
      discoverInstalled: true,
      resolveFrom: packages.root,
      cacheFolder: packages.root,
    });
    expect(found).toMatchObject([{ package: { folder }, config: { x: 1 } }]);
  });
});
