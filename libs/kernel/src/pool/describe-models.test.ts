import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import {
  type Contributions,
  type EmbedderInfo,
  type EmbeddingBackend,
  type ModelFile,
  type ModelInfo,
  PluginError,
} from '@predict-otron/plugin-sdk';
import { NEVER } from 'rxjs';
import type { KernelOptions } from '../configuration/kernel-options.js';
import { PluginRegistry } from '../registry/plugin-registry.js';
import { describeModels } from './describe-models.js';
import type { ModelKind } from './model-kind.js';
import { unknownInfo } from './unknown-info.js';

let root: string;
let registry: PluginRegistry;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'models-'));
  registry = new PluginRegistry();
});

afterEach(() => rm(root, { recursive: true, force: true }));

beforeAll(() => Logger.overrideLogger(false));
afterAll(() => Logger.overrideLogger(['log']));

async function put(...names: string[]): Promise<void> {
  for (const name of names) {
    await mkdir(join(root, name, '..'), { recursive: true });
    await writeFile(join(root, name), '');
  }
}

function add(plugin: string, contributions: Contributions): void {
  registry.put({ name: plugin, version: '1.0.0', source: '', state: 'ready', contributions });
}

/** A backend that knows the ids in `scores`; where a score is an error it throws it. */
function backend<Info>(kind: ModelKind, id: string, scores: Record<string, number | Error | Promise<never>>) {
  return {
    id,
    estimate: async () => [],
    load: () => NEVER,
    describe: async (file: ModelFile) => {
      const score = scores[file.id];
      if (score === undefined) return undefined;
      if (typeof score !== 'number') return score instanceof Error ? Promise.reject(score) : score;
      return { ...unknownInfo(kind, file.id), match: { score, reason: 'test' } } as Info;
    },
  };
}

const runner = (id: string, scores: Parameters<typeof backend>[2]) => backend<ModelInfo>('language', id, scores);

async function inventory(options: Partial<KernelOptions> = {}) {
  return describeModels({ modelFolders: [root], setupTimeoutMs: 10_000, ...options } as KernelOptions, registry);
}

/** By id: what runs it, or why it is broken. */
async function outcome(options?: Partial<KernelOptions>): Promise<Record<string, string>> {
  const { models } = await inventory(options);
  return Object.fromEntries(
    models.map(({ file, failure, kind, plugin, backend: { id } }) => [
      file.id,
      failure ? `${kind}: ${failure.message}` : `${kind} ${plugin} ${id}`,
    ]),
  );
}

describe('describeModels', () => {
  it('takes the backend with the highest score, of any kind, and the earlier of two equal ones', async () => {
    await put('a.gguf', 'b.gguf', 'c.gguf', 'd.gguf');
    add('one', { runners: [runner('x', { a: 50, b: 10, c: 50 })] });
    add('two', {
      runners: [runner('y', { a: 100, c: 50 })],
      embedders: [backend<EmbedderInfo>('embedding', 'e', { b: 20 })],
    });
    expect(await outcome()).toEqual({ a: 'language two y', b: 'embedding two e', c: 'language one x' });
    expect((await inventory()).unknown).toEqual(['d']);
  });

  it('sorts the models by id', async () => {
    await put('b.gguf', 'a/c.gguf', 'z/a.gguf');
    add('one', { runners: [runner('x', { a: 1, b: 1, c: 1 })] });
    expect(Object.keys(await outcome())).toEqual(['a', 'b', 'c']);
  });

  it('keeps a broken model with its reason, and the rest goes on', async () => {
    await put('broken.gguf', 'defect.gguf', 'odd.gguf', 'good.gguf', 'half.gguf');
    const cutOff = new PluginError('MODEL_INVALID', 'The header is cut off.');
    add('one', {
      runners: [
        runner('x', { broken: cutOff, defect: new Error('x of undefined'), odd: Number.NaN, half: cutOff, good: 1 }),
      ],
    });
    add('two', { embedders: [backend<EmbedderInfo>('embedding', 'e', { half: 1 })] });
    expect(await outcome()).toEqual({
      broken: 'language: The header is cut off.',
      defect: expect.stringMatching(/^language: Something went wrong/),
      odd: expect.stringMatching('x described it without a match.score'),
      good: 'language one x',
      half: 'embedding two e',
    });
    const { models } = await inventory();
    expect(models.find(({ file }) => file.id === 'defect')?.failure?.cause).toEqual(new Error('x of undefined'));
    expect(models.find(({ file }) => file.id === 'broken')?.info).toMatchObject({
      id: 'broken',
      architecture: 'unknown',
    });
  });

  it('does not wait for a backend that does not answer', async () => {
    await put('slow.gguf', 'good.gguf');
    add('one', { runners: [runner('x', { slow: new Promise<never>(() => {}), good: 1 })] });
    expect(await outcome({ setupTimeoutMs: 50 })).toEqual({
      slow: "language: x's look at it took longer than 50 ms.",
      good: 'language one x',
    });
  });

  it('takes models that the configuration names, under its ids and with its settings', async () => {
    await put('models/a.gguf', 'models/b.gguf', 'other/c.gguf');
    add('one', { runners: [runner('x', { a: 1, b: 1, mine: 1, alpha: 1 })] });
    const { models } = await inventory({
      modelFolders: [join(root, 'models')],
      models: {
        b: { settings: { pooling: 'mean' } },
        alpha: { path: join(root, 'models/a.gguf') },
        mine: { path: join(root, 'other/c.gguf') },
        gone: { path: join(root, 'gone.gguf') },
      },
    });
    expect(models.map(({ file, failure }) => [file, failure?.code])).toEqual([
      [{ id: 'alpha', path: join(root, 'models/a.gguf') }, undefined],
      [{ id: 'b', path: join(root, 'models/b.gguf'), settings: { pooling: 'mean' } }, undefined],
      [{ id: 'gone', path: join(root, 'gone.gguf') }, 'MODEL_INVALID'],
      [{ id: 'mine', path: join(root, 'other/c.gguf') }, undefined],
    ]);
  });

  it('lists what a backend can fetch, unless the configuration has it already', async () => {
    const offers = [
      { id: 'fetched', path: 'hub:fetched', aliases: ['f'] },
      { id: 'configured', path: 'hub:configured', aliases: [] },
    ];
    add('one', {
      embedders: [{ ...backend<EmbedderInfo>('embedding', 'e', { fetched: 1, mine: 1 }), offers } as EmbeddingBackend],
    });
    const { models } = await inventory({ models: { mine: { path: 'hub:configured' } } });
    expect(models.map(({ file, aliases, offered }) => [file.id, file.path, aliases, offered])).toEqual([
      ['fetched', 'hub:fetched', ['f'], true],
      ['mine', 'hub:configured', undefined, undefined],
    ]);
  });

  it('leaves out a file whose id the configuration gives to another', async () => {
    await put('models/a.gguf', 'other/c.gguf');
    add('one', { runners: [runner('x', { a: 1 })] });
    const { models } = await inventory({
      modelFolders: [join(root, 'models')],
      models: { a: { path: join(root, 'other/c.gguf') } },
    });
    expect(models.map(({ file }) => file.path)).toEqual([join(root, 'other/c.gguf')]);
  });
});
