import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { jest } from '@jest/globals';
import { killBetweenBatches } from '../testing/kill-worker.js';
import { temporaryFolder } from '../testing/model-files.js';
import { tinyBert } from '../testing/tiny-bert.js';
import { OnnxSession } from './onnx-session.js';
import type { SessionOptions } from './worker-message.js';

const HIDDEN = 16;
const batch = (...rows: number[][]) => ({
  ids: Int32Array.from(rows.flat()),
  lengths: Int32Array.from(rows, (row) => row.length),
});

describe('OnnxSession', () => {
  const folder = temporaryFolder();
  const never = new AbortController().signal;
  let options: SessionOptions;

  beforeAll(async () => {
    const onnxPath = join(folder.path, 'model.onnx');
    await writeFile(onnxPath, tinyBert({ hidden: HIDDEN, heads: 2, positions: 600 }));
    const step = { kind: 'vector', output: 'last_hidden_state', pooling: 'mean', normalize: true } as const;
    options = { onnxPath, threads: 1, paddingId: 0, step: { ...step, dimensions: HIDDEN } };
  });

  it('runs batches in the order of the calls and ends cleanly', async () => {
    const session = await OnnxSession.open(options, never);
    const ended: number[] = [];
    const runs = [1, 2, 3].map((rows) =>
      session.run(batch(...Array.from({ length: rows }, () => [1, 2, 3]))).then((result) => {
        ended.push(rows);
        return result.length;
      }),
    );
    const closed = session.close();
    expect(await Promise.all(runs)).toEqual([HIDDEN, 2 * HIDDEN, 3 * HIDDEN]);
    expect(ended).toEqual([1, 2, 3]);
    await closed;
    await expect(session.run(batch([1]))).rejects.toMatchObject({ code: 'DISPOSED' });
    await session.close();
  });

  it('tells what onnxruntime has against a file', async () => {
    const onnxPath = join(folder.path, 'broken.onnx');
    await writeFile(onnxPath, Buffer.alloc(100));
    const opening = OnnxSession.open({ ...options, onnxPath }, never);
    await expect(opening).rejects.toMatchObject({ code: 'MODEL_INVALID', message: expect.stringContaining(onnxPath) });
  });

  it('tells a failed batch and goes on with the next', async () => {
    const session = await OnnxSession.open(options, never);
    // beyond the 600 positions
    await expect(session.run(batch(Array(601).fill(1)))).rejects.toMatchObject({ code: 'INTERNAL' });
    expect(await session.run(batch([1, 2]))).toHaveLength(HIDDEN);
    await session.close();
  });

  it('fails what was in a worker that died, and the next one works', async () => {
    const session = await OnnxSession.open(options, never);
    const { worker } = session as unknown as { worker: Worker };
    expect(await session.run(batch([1]))).toHaveLength(HIDDEN);
    killBetweenBatches(worker);
    const runs = [batch(...Array.from({ length: 16 }, () => Array(500).fill(1))), batch([1])].map((rows) =>
      session.run(rows),
    );
    const failed = Promise.allSettled(runs);
    for (const run of await failed) {
      expect(run).toMatchObject({ status: 'rejected', reason: { code: 'ENGINE_CRASHED' } });
    }
    await expect(session.run(batch([1]))).rejects.toMatchObject({ code: 'ENGINE_CRASHED' });
    await session.close();

    const next = await OnnxSession.open(options, never);
    expect(await next.run(batch([1]))).toHaveLength(HIDDEN);
    await next.close();
  });

  it('ends its worker when the opening is given up', async () => {
    const controller = new AbortController();
    const opening = OnnxSession.open(options, controller.signal);
    const ends = jest.spyOn(Worker.prototype, 'emit');
    controller.abort();
    await expect(opening).rejects.toMatchObject({ code: 'ENGINE_CRASHED' });
    while (!ends.mock.calls.some(([event]) => event === 'exit')) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(ends).toHaveBeenCalledWith('exit', 0);
    ends.mockRestore();
    await expect(OnnxSession.open(options, controller.signal)).rejects.toThrow('aborted');
  });
});
