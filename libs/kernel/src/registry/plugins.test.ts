import { jest } from '@jest/globals';
import type { Health } from '@predict-otron/plugin-sdk';
import type { PluginRecord } from './plugin-record.js';
import { PluginRegistry } from './plugin-registry.js';
import { Plugins } from './plugins.js';

function plugins(...records: Partial<PluginRecord>[]): Plugins {
  const registry = new PluginRegistry();
  for (const record of records)
    registry.put({ name: 'p', version: '1.0.0', source: '/p', state: 'ready', contributions: {}, ...record });
  return new Plugins(registry);
}

afterEach(() => jest.useRealTimers());

describe('Plugins', () => {
  it('lists all that were found, with the ids of their parts', () => {
    const backend = {
      id: 'a',
      describe: async () => undefined,
      estimate: async () => [],
      load: () => {
        throw new Error();
      },
    };
    const stage = { name: 's', order: 1, permissions: { models: ['*'], readPrompts: false, buffers: false } };
    const it = plugins(
      {
        name: 'good',
        contributions: {
          runners: [backend],
          embedders: [backend],
          stages: [stage],
          health: async () => ({ status: 'up' }),
        },
      },
      { name: 'bad', state: 'failed', reason: 'no cable', source: '/bad' },
    );
    const none = { hardware: [], runners: [], embedders: [], rerankers: [], stages: [] };
    expect(it.list()).toEqual([
      {
        name: 'good',
        version: '1.0.0',
        source: '/p',
        state: 'ready',
        contributions: { ...none, runners: ['a'], embedders: ['a'], stages: ['s'] },
        stages: [stage],
      },
      {
        name: 'bad',
        version: '1.0.0',
        source: '/bad',
        state: 'failed',
        reason: 'no cable',
        contributions: none,
        stages: [],
      },
    ]);
  });

  it.each<[string, Partial<PluginRecord>, Health]>([
    ['has nothing to say', {}, { status: 'up' }],
    [
      'says how it is',
      { contributions: { health: async () => ({ status: 'degraded', detail: 'hot' }) } },
      { status: 'degraded', detail: 'hot' },
    ],
    [
      'throws',
      {
        contributions: {
          health() {
            throw new Error('no');
          },
        },
      },
      { status: 'down', detail: 'no' },
    ],
    ['rejects', { contributions: { health: () => Promise.reject(new Error('no')) } }, { status: 'down', detail: 'no' }],
    [
      'answers nonsense',
      { contributions: { health: async () => ({}) as Health } },
      { status: 'down', detail: 'health answered without a status of up, degraded or down.' },
    ],
    ['failed', { state: 'failed', reason: 'no cable' }, { status: 'down', detail: 'no cable' }],
    ['is disposed', { state: 'disposed' }, { status: 'down', detail: 'The server is shutting down.' }],
  ])('tells the health of a plugin that %s', async (_, record, health) => {
    expect(await plugins(record).health()).toEqual({ p: health });
  });

  it('waits 2 s for an answer, and no longer', async () => {
    jest.useFakeTimers();
    const health = plugins({ contributions: { health: () => new Promise(() => {}) } }).health();
    await jest.advanceTimersByTimeAsync(2000);
    expect(await health).toEqual({ p: { status: 'down', detail: 'health took longer than 2000 ms.' } });
  });

  it('tells apart a plugin that runs and one of the same name that failed', async () => {
    const it = plugins({}, { state: 'failed', reason: 'The name is taken.', source: '/other' });
    expect(await it.health()).toEqual({
      p: { status: 'up' },
      '/other': { status: 'down', detail: 'The name is taken.' },
    });
  });
});
