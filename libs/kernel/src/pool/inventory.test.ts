import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { type LoadedModel, PluginError } from '@predict-otron/plugin-sdk';
import { EMPTY, lastValueFrom, NEVER, of } from 'rxjs';
import type { KernelOptions } from '../configuration/kernel-options.js';
import { TimeLimits } from '../inference/time-limits.js';
import { PluginRegistry } from '../registry/plugin-registry.js';
import { describeModels } from './describe-models.js';
import { echoModel } from './echo-model.fixture.js';
import { ModelPool } from './model-pool.js';
import { Models } from './models.js';
import { unknownInfo } from './unknown-info.js';

let root: string;
const disposed: string[] = [];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'inventory-'));
  disposed.length = 0;
});

afterEach(() => rm(root, { recursive: true, force: true }));

beforeAll(() => Logger.overrideLogger(false));
afterAll(() => Logger.overrideLogger(['log']));

const put = (name: string, content = 'x') => writeFile(join(root, name), content);

/** A pool over the folder, whose models echo. */
async function setUp() {
  const registry = new PluginRegistry();
  const runner = {
    id: 'echo',
    estimate: async () => [],
    describe: async ({ id }: { id: string }) => ({
      ...unknownInfo('language', id),
      match: { score: 1, reason: 'a test' },
    }),
    load: ({ id }: { id: string }) => {
      const memory = async () => [{ deviceId: 'cpu', weights: 1, kvCache: 2, compute: 3 }];
      const dispose = async () => void disposed.push(id);
      return of({ type: 'loaded' as const, model: { ...echoModel(), memory, dispose } });
    },
  };
  const contributions = { runners: [runner as never] };
  registry.put({ name: 'p', version: '', source: '', state: 'ready', contributions });
  const options = { modelFolders: [root], setupTimeoutMs: 10_000, threads: 1, defaultParallel: 1 } as KernelOptions;
  const pool = new ModelPool(await describeModels(options, registry), options, (added) =>
    describeModels(options, registry, added),
  );
  const models = new Models(pool, new TimeLimits({}));
  return { pool, models, ids: () => models.list().map(({ id }) => id) };
}

const settle = () => new Promise(setImmediate);

describe('Models, while the server runs', () => {
  it('finds what has come, and what has gone leaves once it has answered', async () => {
    await put('a.gguf');
    const { pool, models, ids } = await setUp();
    await models.load('a');
    const answering = pool
      .find('a')
      .use(() => NEVER)
      .subscribe();
    await put('b.gguf', '12345');
    await rm(join(root, 'a.gguf'));
    await models.rescan();
    expect(ids()).toEqual(['b']);
    expect(() => models.find('a')).toThrow('There is no model "a". Known models: b.');
    expect([disposed, models.find('b').sizeBytes]).toEqual([[], 5]);
    answering.unsubscribe();
    await settle();
    expect(disposed).toEqual(['a']);
  });

  it('keeps in memory what has not changed, and loads anew what has', async () => {
    await put('a.gguf');
    await put('b.gguf');
    const { models } = await setUp();
    await models.load('a');
    await models.load('b');
    await utimes(join(root, 'b.gguf'), 1, 1);
    await models.rescan();
    await settle();
    expect(models.list().map(({ id, state }) => [id, state])).toEqual([
      ['a', 'loaded'],
      ['b', 'unloaded'],
    ]);
    expect(disposed).toEqual(['b']);
  });

  it('adds a model from outside of the folders, and removes it', async () => {
    const { models, ids } = await setUp();
    const elsewhere = await mkdtemp(join(tmpdir(), 'elsewhere-'));
    await writeFile(join(elsewhere, 'm.gguf'), '123');
    const entry = await models.add({ id: 'owner/repo', path: join(elsewhere, 'm.gguf') });
    expect(entry).toMatchObject({ id: 'owner/repo', sizeBytes: 3, state: 'unloaded', users: 0 });
    await expect(models.add({ id: 'owner/repo', path: join(root, 'x.gguf') })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    await models.rescan();
    expect(ids()).toEqual(['owner/repo']);
    await models.load('owner/repo');
    await models.remove('owner/repo');
    expect([ids(), disposed]).toEqual([[], ['owner/repo']]);
    await models.rescan();
    expect(ids()).toEqual([]);
    await rm(elsewhere, { recursive: true });
  });

  it('tells when a model was last used and what it takes', async () => {
    await put('a.gguf');
    const { pool, models } = await setUp();
    expect(models.find('a')).not.toHaveProperty('lastUsedAt');
    await lastValueFrom(
      pool.find('a').use(() => EMPTY),
      { defaultValue: undefined },
    );
    await settle();
    expect(models.find('a')).toMatchObject({
      lastUsedAt: expect.any(Number),
      memory: [{ deviceId: 'cpu', weights: 1, kvCache: 2, compute: 3 }],
    });
  });

  it('tells whether a model would fit', async () => {
    await put('a.gguf');
    const { models } = await setUp();
    const placement = [{ deviceId: 'cpu', layers: 'all' }];
    const fit = { id: 'a', fits: true, evicts: [], waitsFor: [], placement };
    expect(await models.fit('a')).toEqual({ ...fit, loaded: false, devices: [] });
    await models.load('a');
    await settle();
    expect(await models.fit('a')).toEqual({
      ...fit,
      loaded: true,
      devices: [{ deviceId: 'cpu', neededBytes: 6, heldBytes: 0 }],
    });
    await expect(models.fit('none')).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
  });

  it('keeps a model for as long as is asked for, and loads none for it', async () => {
    await put('a.gguf');
    const { models } = await setUp();
    models.keep('a', 60_000);
    expect(models.find('a').state).toBe('unloaded');
    await models.load('a');
    expect(models.find('a').expiresAt).toBeGreaterThan(Date.now());
    models.keep('a', Number.POSITIVE_INFINITY);
    expect(models.find('a').expiresAt).toBeUndefined();
    models.keep('a', 0);
    while (models.find('a').state === 'loaded') await settle();
    expect(disposed).toEqual(['a']);
  });

  it('unloads once it has answered, and who asks meanwhile gets a new load', async () => {
    await put('a.gguf');
    const { pool, models } = await setUp();
    const answering = pool
      .find('a')
      .use(() => NEVER)
      .subscribe();
    const seen: string[] = [];
    const unloaded = models.unload('a').then(() => seen.push('unloaded'));
    const later = lastValueFrom(pool.find('a', 'language').use((model: LoadedModel) => of(model))).then(() =>
      seen.push('loaded'),
    );
    await settle();
    expect([seen, models.find('a').state]).toEqual([[], 'loaded']);
    answering.unsubscribe();
    await Promise.all([unloaded, later]);
    expect([seen.sort(), disposed, models.find('a').state]).toEqual([['loaded', 'unloaded'], ['a'], 'loaded']);
    await expect(models.unload('none')).rejects.toBeInstanceOf(PluginError);
  });
});
