import { jest } from '@jest/globals';
import { PluginError } from '@predict-otron/plugin-sdk';
import type { Subscription } from 'rxjs';
import { ManualEmbedder, settled } from '../testing/manual-embedder.js';
import { BatchScheduler } from './batch-scheduler.js';

/** What one request saw: the numbers of its vectors, or the error. */
interface Reader {
  values?: number[];
  error?: unknown;
  subscription: Subscription;
}

function read(scheduler: BatchScheduler, rows: number[][], maxQueueMs?: number): Reader {
  const reader: Partial<Reader> = {};
  reader.subscription = scheduler.embed(rows, maxQueueMs).subscribe({
    next: (vectors) => {
      reader.values = vectors.map((vector) => vector[0] as number);
    },
    error: (error: unknown) => {
      reader.error = error;
    },
  });
  return reader as Reader;
}

function inputs(embedder: ManualEmbedder): number[][][] {
  return embedder.forwards.map(({ input }) => input);
}

describe('BatchScheduler', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  it('puts requests that come together into one forward', async () => {
    const embedder = new ManualEmbedder();
    const scheduler = new BatchScheduler(embedder);
    const readers = [1, 2, 3].map((token) => read(scheduler, [[token]]));
    await settled();
    expect(inputs(embedder)).toEqual([[[1], [2], [3]]]);
    await embedder.finishForward();
    expect(readers.map(({ values }) => values)).toEqual([[1], [2], [3]]);
  });

  it('gathers texts while a forward runs and starts the next at once', async () => {
    const embedder = new ManualEmbedder();
    const scheduler = new BatchScheduler(embedder);
    read(scheduler, [[1]]);
    await settled();
    const late = [2, 3].map((token) => read(scheduler, [[token]]));
    await settled();
    expect(embedder.forwards).toHaveLength(1);
    await embedder.finishForward();
    expect(inputs(embedder)).toEqual([[[2], [3]]]);
    await embedder.finishForward();
    expect(late.map(({ values }) => values)).toEqual([[2], [3]]);
  });

  it('refuses what did not start in time, and nothing that did', async () => {
    // a machine that is held up would refuse the first one too
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
    const embedder = new ManualEmbedder();
    const scheduler = new BatchScheduler(embedder);
    const running = read(scheduler, [[1]], 1);
    await settled();
    const late = read(scheduler, [[2]], 1);
    const patient = read(scheduler, [[3]], 60_000);
    jest.advanceTimersByTime(1);
    expect(late.error).toMatchObject({ code: 'OVERLOADED', details: { waitedMs: 1 } });
    await embedder.finishForward();
    await embedder.finishForward();
    expect([running.values, patient.values]).toEqual([[1], [3]]);
  });

  it('keeps as many forwards running as the backend takes', async () => {
    const embedder = new ManualEmbedder({ batchTokens: 1, concurrency: 2 });
    const reader = read(new BatchScheduler(embedder), [[1], [2], [3]]);
    await settled();
    expect(inputs(embedder)).toEqual([[[1]], [[2]]]);
    await embedder.finishForward();
    expect(inputs(embedder)).toEqual([[[2]], [[3]]]);
    await embedder.finishForward();
    expect(reader.values).toBeUndefined();
    await embedder.finishForward();
    expect(reader.values).toEqual([1, 2, 3]);
  });

  it('gives vectors in the order of the request whatever the order of the forwards', async () => {
    const embedder = new ManualEmbedder({ batchTokens: 3, concurrency: 1 });
    const reader = read(new BatchScheduler(embedder), [[1], [2, 2, 2], [3, 3]]);
    await settled();
    while (embedder.forwards.length > 0) await embedder.finishForward();
    expect(reader.values).toEqual([1, 2, 3]);
  });

  it('computes equal texts once', async () => {
    const embedder = new ManualEmbedder();
    const scheduler = new BatchScheduler(embedder);
    const readers = [read(scheduler, [[1], [2]]), read(scheduler, [[2], [1]])];
    await settled();
    expect(inputs(embedder)).toEqual([[[1], [2]]]);
    await embedder.finishForward();
    expect(readers.map(({ values }) => values)).toEqual([
      [1, 2],
      [2, 1],
    ]);
  });

  it('drops the waiting texts of a request that is unsubscribed', async () => {
    const embedder = new ManualEmbedder({ batchTokens: 1, concurrency: 1 });
    const scheduler = new BatchScheduler(embedder);
    const gone = read(scheduler, [[1], [2], [3]]);
    const stays = read(scheduler, [[4]]);
    await settled();
    gone.subscription.unsubscribe();
    await embedder.finishForward();
    expect(inputs(embedder)).toEqual([[[4]]]);
    await embedder.finishForward();
    expect(embedder.forwards).toHaveLength(0);
    expect(stays.values).toEqual([4]);
    expect(gone).toEqual({ subscription: gone.subscription });
  });

  it('starts nothing for a request that goes away at once', async () => {
    const embedder = new ManualEmbedder();
    read(new BatchScheduler(embedder), [[1]]).subscription.unsubscribe();
    await settled();
    expect(embedder.forwards).toHaveLength(0);
  });

  it('runs the rows of a failed forward alone, and fails only the bad one', async () => {
    const embedder = new ManualEmbedder();
    const scheduler = new BatchScheduler(embedder);
    const good = read(scheduler, [[1]]);
    const bad = read(scheduler, [[2], [3]]);
    await settled();
    await embedder.failForward(new Error('a bad row'));
    expect(good.error).toBeUndefined();
    await embedder.finishForward();
    expect(inputs(embedder)).toEqual([[[2]]]);
    await embedder.failForward(new Error('a bad row'));
    expect(good.values).toEqual([1]);
    expect(bad.error).toMatchObject({ code: 'INTERNAL', message: 'a bad row' });
    expect(embedder.forwards).toHaveLength(0);
  });

  it.each(['DISPOSED', 'ENGINE_CRASHED', 'DEVICE_UNAVAILABLE'] as const)(
    'fails the whole batch on %s',
    async (code) => {
      const embedder = new ManualEmbedder();
      const scheduler = new BatchScheduler(embedder);
      const readers = [read(scheduler, [[1]]), read(scheduler, [[2]])];
      await settled();
      const later = read(scheduler, [[3]]);
      await settled();
      await embedder.failForward(new PluginError(code, 'gone'));
      expect(readers.map(({ error }) => error)).toEqual([
        expect.objectContaining({ code }),
        expect.objectContaining({ code }),
      ]);
      await embedder.finishForward();
      expect(later.values).toEqual([3]);
    },
  );

  it.each([
    ['too few vectors', []],
    ['a number that is not finite', [Float32Array.of(0, Number.NaN)]],
  ])('takes %s for a failure', async (_, vectors) => {
    const embedder = new ManualEmbedder();
    const reader = read(new BatchScheduler(embedder), [[1]]);
    await settled();
    embedder.forwards.shift()?.resolve(vectors);
    await settled();
    expect(reader.error).toMatchObject({ code: 'INTERNAL' });
  });

  it('takes an embedder that throws for a failure', async () => {
    const embedder = new ManualEmbedder();
    embedder.embed = () => {
      throw new Error('broken');
    };
    const reader = read(new BatchScheduler(embedder), [[1]]);
    await settled();
    expect(reader.error).toMatchObject({ code: 'INTERNAL', message: 'broken' });
  });
});
