import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { type HardwareProvider } from '@predict-otron/plugin-sdk';
import { AsyncSubject } from 'rxjs';
import type { PluginEntry } from '../configuration/kernel-options.js';
import { PluginRegistry } from '../registry/plugin-registry.js';
import { PluginPackages } from './plugin-packages.fixture.js';
import { startPlugins } from './start-plugins.js';
import { stopPlugins } from './stop-plugins.js';

/** Where plugins write what happened to them. */
const trace: string[] = [];
Object.assign(globalThis, { pluginTrace: trace });
const TRACE = 'globalThis.pluginTrace.push';
const HARDWARE = `{ id: 'cpu', detect: async () => ({ devices: [], reason: 'none' }), free: async () => 42 }`;

let packages: PluginPackages;
let registry: PluginRegistry;
let closing: AsyncSubject<void>;

beforeAll(() => Logger.overrideLogger(false));
afterAll(() => Logger.overrideLogger(['log']));

beforeEach(async () => {
  packages = await PluginPackages.create();
  registry = new PluginRegistry();
  closing = new AsyncSubject<void>();
  trace.length = 0;
});

afterEach(() => packages.remove());

/** Starts these plugins, and gives each one's name with `ready`, or with why it failed. */
async function start(plugins: (string | PluginEntry)[], setupTimeoutMs = 10_000): Promise<[string, string][]> {
  const options = {
    plugins: plugins.map((it) => (typeof it === 'string' ? { package: it } : it)),
    resolveFrom: packages.root,
    modelFolders: [],
    threads: 1,
    queueLimit: 1,
    setupTimeoutMs,
    cacheFolder: join(packages.root, 'cache'),
    defaultParallel: 1,
  };
  await startPlugins(options, { ...options, registry, closing });
  return registry.records.map(({ name, state, reason }) => [name, reason ?? state]);
}

describe('startPlugins', () => {
  it('sets up a plugin with its configuration, its folder, its log and word of the end', async () => {
    const folder = await packages.addPlugin(
      'good',
      `configSchema: { type: 'object', properties: { size: { type: 'integer', default: 3 } }, additionalProperties: false },
       async setup({ config, cacheFolder, logger, closing }) {
         logger.info('hello', { size: config.size });
         closing.subscribe(() => ${TRACE}('closing'));
         return { hardware: [${HARDWARE}], health: async () => ({ status: 'up', detail: JSON.stringify({ config, cacheFolder }) }) };
       }`,
    );
    expect(await start([folder])).toEqual([['good', 'ready']]);
    const [record] = registry.records;
    expect(record).toMatchObject({ version: '1.2.3', source: folder });
    const cacheFolder = join(packages.root, 'cache/plugins/good');
    expect(JSON.parse((await record?.contributions.health?.())?.detail ?? '')).toEqual({
      config: { size: 3 },
      cacheFolder,
    });
    await access(cacheFolder);
    expect(await (registry.handle('HARDWARE:cpu') as HardwareProvider).free('cpu')).toBe(42);
    closing.next();
    closing.complete();
    expect(trace).toEqual(['closing']);
  });

  it('takes plugins of CommonJS, with imports, and under another export', async () => {
    const cjs = await packages.add('cjs', `module.exports = { apiVersion: 1, name: 'cjs', setup: () => ({}) };`, {
      type: 'commonjs',
    });
    const importing = await packages.add(
      'importing',
      `import { of } from 'rxjs'; export default { apiVersion: 1, name: 'importing', setup: () => (of(1), {}) };`,
    );
    const elsewhere = await packages.addPlugin('elsewhere', 'setup: () => ({})', {
      exports: { './p': './index.js' },
      otron: { plugin: './p' },
    });
    expect(await start([cjs, importing, elsewhere])).toEqual([
      ['cjs', 'ready'],
      ['importing', 'ready'],
      ['elsewhere', 'ready'],
    ]);
  });

  it.each<[string, string, string | RegExp]>([
    [
      'throws in setup',
      `export default { apiVersion: 1, name: 'bad', setup() { throw new Error('no cable'); } }`,
      'no cable',
    ],
    [
      'rejects in setup',
      `export default { apiVersion: 1, name: 'bad', setup: async () => { throw 'words'; } }`,
      'words',
    ],
    [
      'has another apiVersion',
      `export default { apiVersion: 2, name: 'bad', setup: () => ({}) }`,
      'The plugin is written for apiVersion 2; this server has 1.',
    ],
    [
      'has no default export',
      `export const plugin = {}`,
      'The module has no default export; export the plugin object as its default.',
    ],
    ['throws in its module', `throw new Error('at once')`, 'at once'],
    ['is no JavaScript', `export default {`, /Unexpected token|Unexpected end/],
    [
      'returns nothing',
      `export default { apiVersion: 1, name: 'bad', setup() {} }`,
      'setup must return an object of contributions.',
    ],
    [
      'returns a wrong part',
      `export default { apiVersion: 1, name: 'bad', setup: () => ({ hardware: {} }) }`,
      '"hardware" must be an array.',
    ],
    [
      'has a wrong schema',
      `export default { apiVersion: 1, name: 'bad', configSchema: { type: 'odd' }, setup: () => ({}) }`,
      /^The plugin's configSchema is not valid: /,
    ],
  ])('lists a plugin that %s as failed, and goes on', async (_, module, reason) => {
    const bad = await packages.add('bad', module);
    const good = await packages.addPlugin('good', 'setup: () => ({})');
    expect(await start([bad, good])).toEqual([
      ['bad', typeof reason === 'string' ? reason : expect.stringMatching(reason)],
      ['good', 'ready'],
    ]);
  });

  it('lists a plugin as failed whose configuration is wrong, and calls no setup', async () => {
    const schema = `{ type: 'object', properties: { port: { type: 'integer' } }, additionalProperties: false }`;
    const folder = await packages.addPlugin(
      'strict',
      `configSchema: ${schema}, setup() { ${TRACE}('setup'); return {}; }`,
    );
    expect(await start([{ package: folder, config: { port: 'x', prot: 1 } }])).toEqual([
      ['strict', 'The configuration is not valid: config.prot is unknown; config.port must be integer.'],
    ]);
    expect(trace).toEqual([]);
  });

  it('lists a plugin as failed that is not there, or whose file is not', async () => {
    const folder = await packages.addPlugin('unbuilt', '', { exports: './dist/index.js' });
    expect(await start(['no-such-package', folder])).toEqual([
      ['no-such-package', expect.stringContaining('No package of this name is installed')],
      ['unbuilt', expect.stringContaining('dist/index.js')],
    ]);
  });

  it('gives up a setup that hangs, and disposes what it brings too late', async () => {
    const hanging = await packages.addPlugin('hanging', 'setup: () => new Promise(() => {})');
    const slow = await packages.addPlugin(
      'slow',
      `setup: () => new Promise((resolve) => { globalThis.finishSetup = () => resolve({ dispose: async () => ${TRACE}('disposed') }); })`,
    );
    const good = await packages.addPlugin('good', 'setup: () => ({})');
    expect(await start([hanging, slow, good], 1000)).toEqual([
      ['hanging', 'Its setup took longer than 1000 ms.'],
      ['slow', 'Its setup took longer than 1000 ms.'],
      ['good', 'ready'],
    ]);
    (globalThis as { finishSetup?: () => void }).finishSetup?.();
    await new Promise(setImmediate);
    expect(trace).toEqual(['disposed']);
  });

  it('gives up an import that hangs', async () => {
    const hanging = await packages.add('hanging', 'await new Promise(() => {}); export default {};');
    expect(await start([hanging], 200)).toEqual([['hanging', 'Its import took longer than 200 ms.']]);
  });

  it('keeps the first of two plugins of one name', async () => {
    const first = await packages.addPlugin('here/twin', 'setup: () => ({})');
    const second = await packages.addPlugin('there/twin', `setup() { ${TRACE}('setup'); return {}; }`);
    expect(await start([first, second])).toEqual([
      ['twin', 'ready'],
      ['twin', `The name "twin" is taken by the plugin in ${first}.`],
    ]);
    expect(trace).toEqual([]);
  });

  it('keeps the first of two parts of one id, and disposes the plugin of the second', async () => {
    const first = await packages.addPlugin('a', `setup: () => ({ hardware: [${HARDWARE}] })`);
    const second = await packages.addPlugin(
      'b',
      `setup: () => ({ hardware: [${HARDWARE}], dispose: async () => ${TRACE}('disposed b') })`,
    );
    expect(await start([first, second])).toEqual([
      ['a', 'ready'],
      ['b', 'Its part HARDWARE:cpu is there already: the plugin "a" brought it.'],
    ]);
    await new Promise(setImmediate);
    expect(trace).toEqual(['disposed b']);
  });

  it('stops the start for a required plugin that fails, and what had started', async () => {
    const good = await packages.addPlugin('good', `setup: () => ({ dispose: async () => ${TRACE}('disposed good') })`);
    const bad = await packages.addPlugin('bad', `setup() { throw new Error('no cable'); }`);
    const never = await packages.addPlugin('never', `setup() { ${TRACE}('setup'); return {}; }`);
    await expect(start([good, { package: bad, required: true }, never])).rejects.toThrow(
      `The required plugin bad (${bad}) failed: no cable`,
    );
    expect(trace).toEqual(['disposed good']);
  });
});

describe('stopPlugins', () => {
  it('disposes backwards, past one that throws and one that hangs', async () => {
    const folders = [
      await packages.addPlugin('a', `setup: () => ({ dispose: async () => ${TRACE}('a') })`),
      await packages.addPlugin('b', `setup: () => ({ dispose() { ${TRACE}('b'); throw new Error('stuck'); } })`),
      await packages.addPlugin('c', `setup: () => ({ dispose() { ${TRACE}('c'); return new Promise(() => {}); } })`),
      await packages.addPlugin('d', `setup: () => ({})`),
    ];
    await start(folders);
    await stopPlugins(registry, 50);
    await stopPlugins(registry, 50);
    expect(trace).toEqual(['c', 'b', 'a']);
    expect(registry.records.map(({ state }) => state)).toEqual(['disposed', 'disposed', 'disposed', 'disposed']);
  });
});
