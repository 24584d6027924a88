import { join } from 'node:path';
import type { LoadedEmbedder, ModelFile } from '@predict-otron/plugin-sdk';
import { lastValueFrom, toArray } from 'rxjs';
import { bertForward } from '../testing/bert-forward.js';
import { LOAD_OPTIONS, loaded, ModelFolder } from '../testing/model-folder.js';
import { bertFile, CLS, SEP, SHAPE, tinyBert, UNKNOWN } from '../testing/tiny-bert.js';
import { embeddingBackend } from './embedding-backend.js';

const CHAT_MODEL = join(import.meta.dirname, '../../../../models/otron-tiny-llama-q8_0.gguf');

const folder = new ModelFolder();
const bert = tinyBert(7);
const open: LoadedEmbedder[] = [];

async function load(file: ModelFile, options = LOAD_OPTIONS): Promise<LoadedEmbedder> {
  const model = await loaded(embeddingBackend.load(file, options));
  open.push(model);
  return model;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((model) => model.dispose()));
});
afterAll(() => folder.remove());

function unit(vector: number[]): number[] {
  const norm = Math.hypot(...vector);
  return vector.map((value) => value / norm);
}

const POOL = {
  mean: (states: number[][]) =>
    (states[0] as number[]).map((_, i) => states.reduce((sum, state) => sum + (state[i] as number), 0) / states.length),
  cls: (states: number[][]) => states[0] as number[],
  last: (states: number[][]) => states.at(-1) as number[],
};

function expected(tokens: number[], pooling: keyof typeof POOL): number[] {
  return unit(POOL[pooling](bertForward(bert, tokens)));
}

function expectSame(vector: Float32Array | undefined, target: number[]): void {
  const cosine = target.reduce((sum, value, i) => sum + value * ((vector as Float32Array)[i] as number), 0);
  expect(cosine).toBeGreaterThan(0.9999);
  expect(Math.max(...target.map((value, i) => Math.abs(value - ((vector as Float32Array)[i] as number))))).toBeLessThan(
    1e-3,
  );
}

/** Framed rows of many lengths, up to the longest that the model takes. */
const ROWS = [1, 2, 7, 30, SHAPE.positions - 2].map((length) => [
  CLS,
  ...Array.from({ length }, (_, i) => 5 + ((i * 7 + length) % 18)),
  SEP,
]);

describe('the llama.cpp embedding backend', () => {
  it.each([
    ['mean', 1],
    ['cls', 2],
    ['last', 3],
  ] as const)('computes what BERT is defined to, with %s pooling', async (pooling, type) => {
    const model = await load(folder.write(pooling, bertFile(bert, { 'bert.pooling_type': type })));
    expect(model.info).toMatchObject({
      dimensions: SHAPE.width,
      maxTokens: SHAPE.positions,
      pooling,
      normalized: true,
    });
    const vectors = await model.embed(ROWS);
    ROWS.forEach((row, i) => {
      expectSame(vectors[i], expected(row, pooling));
    });
  });

  it('gives the same numbers alone and among others, whatever their order', async () => {
    const model = await load(folder.write('order', bertFile(bert, { 'bert.pooling_type': 1 })));
    const together = await model.embed([...ROWS].reverse());
    for (const [i, row] of ROWS.entries()) {
      const [alone] = await model.embed([row]);
      expect(together[ROWS.length - 1 - i]).toEqual(alone);
    }
  });

  it('has a context for each thread, and each takes one text at a time', async () => {
    const file = folder.write('limits', bertFile(bert, { 'bert.pooling_type': 1 }));
    expect((await load(file)).limits).toEqual({ batchTokens: 1, concurrency: 2 });
    expect((await load(file, { ...LOAD_OPTIONS, parallel: 1 })).limits.concurrency).toBe(1);
  });

  it('tokenizes as WordPiece does and frames token ids', async () => {
    const model = await load(folder.write('tokens', bertFile(bert, { 'bert.pooling_type': 1 })));
    const id = (token: string) => bert.vocabulary.indexOf(token);
    expect(await model.tokenize(['The river runs.', '', 'oceans', '[SEP] a'])).toEqual([
      [CLS, id('the'), id('river'), id('runs'), id('.'), SEP],
      [CLS, SEP],
      [CLS, UNKNOWN, SEP],
      [CLS, ...Array(3).fill(UNKNOWN), id('a'), SEP],
    ]);
    expect(await model.frame([7, 8])).toEqual([CLS, 7, 8, SEP]);
  });

  it('pools as the settings say, and leaves the length of vectors alone when told to', async () => {
    const settings = { pooling: 'cls', normalize: false };
    const model = await load(folder.write('settings', bertFile(bert, { 'bert.pooling_type': 1 }), settings));
    expect(model.info).toMatchObject({ pooling: 'cls', normalized: false });
    const [vector] = await model.embed([ROWS[2] as number[]]);
    const states = bertForward(bert, ROWS[2] as number[]);
    POOL.cls(states).forEach((value, i) => {
      expect((vector as Float32Array)[i]).toBeCloseTo(value, 2);
    });
  });

  it('takes no longer texts than the context asked for', async () => {
    const file = folder.write('context', bertFile(bert, { 'bert.pooling_type': 1 }));
    const model = await load(file, { ...LOAD_OPTIONS, contextTokens: 16 });
    expect(model.info.maxTokens).toBe(16);
    const row = [CLS, ...Array(14).fill(6), SEP];
    expectSame((await model.embed([row]))[0], expected(row, 'mean'));
  });

  it('refuses rows that the model cannot take, and goes on', async () => {
    const model = await load(folder.write('bad', bertFile(bert, { 'bert.pooling_type': 1 })));
    for (const row of [[CLS, bert.vocabulary.length, SEP], [-1], Array(SHAPE.positions + 1).fill(5)]) {
      await expect(model.embed([ROWS[1] as number[], row])).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    }
    expectSame((await model.embed([ROWS[1] as number[]]))[0], expected(ROWS[1] as number[], 'mean'));
  });

  it('refuses work once disposed', async () => {
    const model = await load(folder.write('gone', bertFile(bert, { 'bert.pooling_type': 1 })));
    const running = model.embed(ROWS);
    running.catch(() => undefined);
    await model.dispose();
    await model.dispose();
    await expect(model.embed(ROWS)).rejects.toMatchObject({ code: 'DISPOSED' });
    await expect(model.tokenize(['a'])).rejects.toMatchObject({ code: 'DISPOSED' });
    await running.catch((error: unknown) => expect(error).toMatchObject({ code: 'DISPOSED' }));
  });

  it('tells how far a load is, and estimates what it takes', async () => {
    const file = folder.write('load', bertFile(bert, { 'bert.pooling_type': 1 }));
    const events = await lastValueFrom(embeddingBackend.load(file, LOAD_OPTIONS).pipe(toArray()));
    const last = events.at(-1);
    if (last?.type === 'loaded') open.push(last.model);
    expect(events.slice(0, -1).every((event) => event.type === 'progress' && event.progress <= 1)).toBe(true);
    const [need] = await embeddingBackend.estimate(file, LOAD_OPTIONS);
    expect(need).toMatchObject({ deviceId: 'cpu', weights: expect.any(Number), compute: expect.any(Number) });
    expect(need?.compute).toBeGreaterThan(0);
    expect(await open[0]?.memory()).toEqual([need]);
  });

  it('frees everything when a load is given up', async () => {
    const file = folder.write('abort', bertFile(bert, { 'bert.pooling_type': 1 }));
    const values: unknown[] = [];
    embeddingBackend
      .load(file, LOAD_OPTIONS)
      .subscribe((value) => values.push(value))
      .unsubscribe();
    await load(file);
    expect(values).toEqual([]);
  });

  it('refuses a file that is no model, and load options that it does not have', async () => {
    await expect(load(folder.write('broken', Buffer.from('GGUF')))).rejects.toMatchObject({ code: 'MODEL_INVALID' });
    const file = folder.write('options', bertFile(bert, { 'bert.pooling_type': 1 }));
    for (const extra of [
      { draft: '/draft.gguf' },
      { adapters: [{ path: '/a', scale: 1 }] },
      { kvCacheType: 'Q8_0' as const },
    ]) {
      await expect(load(file, { ...LOAD_OPTIONS, ...extra })).rejects.toMatchObject({ code: 'UNSUPPORTED' });
    }
  });

  it('embeds with a chat model when the settings say so', async () => {
    const file = { id: 'chat', path: CHAT_MODEL };
    expect(await embeddingBackend.describe(file)).toBeUndefined();
    const model = await load({ ...file, settings: { task: 'embed' } }, { ...LOAD_OPTIONS, contextTokens: 512 });
    expect(model.info).toMatchObject({ pooling: 'last', maxTokens: 512 });
    const [row] = await model.tokenize(['What is the capital of France?']);
    const long = Array.from({ length: 511 }, (_, i) => 300 + (i % 200));
    const [first, second, third] = await model.embed([
      row as number[],
      await model.frame(long.slice(2)),
      row as number[],
    ]);
    expect(first).toEqual(third);
    expect(first).toHaveLength(model.info.dimensions);
    expect(Math.hypot(...(second as Float32Array))).toBeCloseTo(1, 5);
  });
});
