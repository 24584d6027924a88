import { Logger } from '@nestjs/common';
import { type LoadedEmbedder, type LoadedReranker, PluginError } from '@predict-otron/plugin-sdk';
import { from, lastValueFrom, of, Subject, toArray } from 'rxjs';
import type { KernelOptions } from '../configuration/kernel-options.js';
import { TimeLimits } from '../inference/time-limits.js';
import { Embedders } from './embedders.js';
import type { AnyLoaded, Backend, ModelKind } from './model-kind.js';
import { ModelPool } from './model-pool.js';
import { Models } from './models.js';
import { Rerankers } from './rerankers.js';
import { unknownInfo } from './unknown-info.js';

/** The loads that began, in their order, to be ended by the test. */
class Loads {
  readonly begun: [id: string, load: Subject<{ type: 'loaded'; model: AnyLoaded }>][] = [];

  backend(): Pick<Backend, 'id' | 'load' | 'estimate'> {
    return {
      id: 'b',
      estimate: async () => [],
      load: ({ id }) => {
        const load = new Subject<{ type: 'loaded'; model: AnyLoaded }>();
        this.begun.push([id, load]);
        return load;
      },
    };
  }

  finish(id: string, model: object): void {
    for (const [name, load] of this.begun) if (name === id) load.next({ type: 'loaded', model: model as AnyLoaded });
  }
}

const KINDS: Record<string, ModelKind> = { chat: 'language', embed: 'embedding', rank: 'rerank', rank2: 'rerank' };

function setUp(options: Partial<KernelOptions> = {}) {
  const loads = new Loads();
  const models = Object.entries(KINDS).map(([id, kind]) => ({
    kind,
    file: { id, path: `/${id}` },
    modifiedAt: 5,
    sizeBytes: 7,
    backend: loads.backend(),
    plugin: 'p',
    info: unknownInfo(kind, id),
  }));
  const all = { threads: 1, defaultParallel: 2, setupTimeoutMs: 1000, ...options } as KernelOptions;
  const pool = new ModelPool({ models, unknown: [] }, all);
  const embedders = new Embedders(pool);
  const rerankers = new Rerankers(pool);
  return {
    loads,
    pool,
    models: new Models(pool, new TimeLimits({})),
    acquire: (name: string) => lastValueFrom(embedders.use(name, (model) => of(model))),
    acquireReranker: (name: string) => lastValueFrom(rerankers.use(name, (model) => of(model))),
  };
}

beforeAll(() => Logger.overrideLogger(false));
afterAll(() => Logger.overrideLogger(['log']));

describe('Embedders', () => {
  it('loads a model once for all who ask, and gives all the same object', async () => {
    const { loads, acquire } = setUp({ models: { embed: { aliases: ['ada'] } } });
    const asked = ['embed', 'ada', 'default'].map((name) => acquire(name));
    const model = { embed: async () => [new Float32Array([1])] };
    loads.finish('embed', model);
    const got = await Promise.all([...asked, acquire('embed')]);
    expect(new Set(got).size).toBe(1);
    expect(loads.begun).toHaveLength(1);
    expect(await got[0]?.embed([[1]])).toEqual([new Float32Array([1])]);
  });

  it('knows no model of another kind', async () => {
    await expect(setUp().acquire('chat')).rejects.toMatchObject({
      code: 'MODEL_NOT_FOUND',
      message: 'The model "chat" is of the kind language; this needs one of the kind embedding. Known models: embed.',
      details: { param: 'model', known: ['embed'] },
    });
  });

  it('tells why a load failed, and tries again', async () => {
    const { loads, acquire, models } = setUp();
    const asked = [acquire('embed'), acquire('embed')];
    loads.begun[0]?.[1].error(new PluginError('OUT_OF_MEMORY', 'It needs more.'));
    for (const it of asked) await expect(it).rejects.toMatchObject({ code: 'OUT_OF_MEMORY' });
    expect(models.find('embed')).toMatchObject({ state: 'failed', reason: 'It needs more.' });
    const again = acquire('embed');
    loads.begun[1]?.[1].next({ type: 'loaded', model: { memory: async () => [] } as unknown as LoadedEmbedder });
    expect(await (await again).memory()).toEqual([]);
  });
});

describe('Rerankers', () => {
  it('gives the scores of the model', async () => {
    const { loads, acquireReranker } = setUp();
    const asked = acquireReranker('rank');
    const scores = [{ index: 0, score: 0.5, tokens: 3 }];
    loads.finish('rank', { rerank: () => from(scores) } satisfies Partial<LoadedReranker>);
    expect(await lastValueFrom((await asked).rerank('q', ['d']).pipe(toArray()))).toEqual(scores);
  });

  it('has no default where there are two and none is configured', async () => {
    await expect(setUp().acquireReranker('default')).rejects.toMatchObject({
      message: 'There is no default model of the kind rerank; configure one. Known models: rank, rank2.',
    });
  });
});

describe('Models', () => {
  it('lists all with what is known of them, and finds one by any of its names', async () => {
    const { models } = setUp({
      models: { chat: { aliases: ['gpt-4o'], contextTokens: 99 } },
      defaults: { rerank: 'rank2' },
    });
    expect(models.list().map(({ id, kind, isDefault }) => [id, kind, isDefault])).toEqual([
      ['chat', 'language', true],
      ['embed', 'embedding', true],
      ['rank', 'rerank', false],
      ['rank2', 'rerank', true],
    ]);
    expect(models.find('gpt-4o')).toEqual({
      id: 'chat',
      kind: 'language',
      aliases: ['gpt-4o'],
      file: { id: 'chat', path: '/chat' },
      backend: 'b',
      plugin: 'p',
      info: unknownInfo('language', 'chat'),
      contextTokens: 99,
      parallel: 2,
      state: 'unloaded',
      modifiedAt: 5,
      sizeBytes: 7,
      users: 0,
      pinned: false,
      isDefault: true,
    });
    expect(models.find('default').id).toBe('chat');
    expect(models.find('default', 'rerank').id).toBe('rank2');
    expect(() => models.find('x')).toThrow('There is no model "x". Known models: chat, embed, rank, rank2.');
  });

  it('tells what a loaded model really has, and not what was planned', async () => {
    const { loads, models } = setUp();
    const load = models.load('chat');
    expect(models.find('chat').state).toBe('loading');
    loads.finish('chat', { contextTokens: 50, parallel: 7 });
    await load;
    expect(models.find('chat')).toMatchObject({ state: 'loaded', contextTokens: 50, parallel: 7 });
  });

  it('is ready when the defaults that exist are loaded', async () => {
    const { loads, models } = setUp({ defaults: { rerank: 'gone' } });
    expect(models.ready()).toBe(false);
    for (const id of ['chat', 'embed']) {
      const load = models.load(id);
      loads.finish(id, {});
      await load;
    }
    expect(models.ready()).toBe(true);
    expect(
      new Models(new ModelPool({ models: [], unknown: [] }, {} as KernelOptions), new TimeLimits({})).ready(),
    ).toBe(true);
  });
});

describe('ModelPool', () => {
  it('disposes backwards, past a model that throws and one that hangs', async () => {
    const { loads, models, pool } = setUp({ setupTimeoutMs: 20 });
    const disposed: string[] = [];
    const ends: Record<string, () => Promise<void>> = {
      embed: async () => {},
      rank: () => Promise.reject(new Error('stuck')),
      chat: () => new Promise(() => {}),
    };
    for (const [id, end] of Object.entries(ends)) {
      const load = models.load(id);
      const dispose = () => {
        disposed.push(id);
        return end();
      };
      loads.finish(id, { dispose });
      await load;
    }
    const waiting = models.load('rank2');
    await Promise.all([pool.close(), expect(waiting).rejects.toMatchObject({ code: 'DISPOSED' })]);
    expect(disposed).toEqual(['chat', 'rank', 'embed']);
    await expect(models.load('embed')).rejects.toMatchObject({ code: 'DISPOSED' });
  });
});
