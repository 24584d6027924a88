import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { jest } from '@jest/globals';
import type { LoadedEmbedder } from '@predict-otron/plugin-sdk';
import { EMPTY, lastValueFrom } from 'rxjs';
import type { Channel } from './channel.js';
import { connectContributions } from './connect-contributions.js';
import { ipcChannel } from './ipc-channel.js';
import { parentChannel } from './parent-channel.js';
import { FILE, OPTIONS } from './testing/fake-contributions.js';
import { workerChannel } from './worker-channel.js';

// a process starts slowly on a busy machine
jest.setTimeout(30_000);

const ENTRY = new URL('./testing/served-plugin.mjs', import.meta.url);
const ended: Promise<unknown>[] = [];

function thread(): Channel {
  const worker = new Worker(ENTRY, { execArgv: [] });
  ended.push(once(worker, 'exit').catch(() => undefined));
  return workerChannel(worker);
}

function child(serialization: 'advanced' | 'json' = 'advanced'): { process: ChildProcess; channel: Channel } {
  const process = fork(ENTRY, { execArgv: [], serialization, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  ended.push(once(process, 'exit'));
  return { process, channel: ipcChannel(process) };
}

afterEach(async () => {
  await Promise.all(ended.splice(0));
});

const starts: [string, () => Channel][] = [
  ['a worker thread', thread],
  ['a child process', () => child().channel],
];

describe.each(starts)('%s', (_, start) => {
  it('answers, carries vectors, and ends when disposed', async () => {
    const proxy = await connectContributions(start());
    expect(await proxy.hardware?.[0]?.detect()).toEqual({ devices: [], reason: 'none' });
    const last = await lastValueFrom(proxy.embedders?.[0]?.load(FILE, OPTIONS) ?? EMPTY);
    const { model } = last as { model: LoadedEmbedder };
    expect(await model.embed([[1]])).toEqual([new Float32Array([0.5, 0.25])]);
    await proxy.dispose();
  });

  it.each([
    ['exit', /ended with exit code 3/],
    ['throw', /the native library broke|ended with exit code 1/],
  ])('that ends by %s fails what waits with ENGINE_CRASHED', async (way, reason) => {
    const proxy = await connectContributions(start());
    const [provider] = proxy.hardware ?? [];
    const other = expect(provider?.free('stay')).rejects.toMatchObject({ code: 'ENGINE_CRASHED' });
    await expect(provider?.free(way)).rejects.toMatchObject({
      code: 'ENGINE_CRASHED',
      message: expect.stringMatching(reason),
    });
    await other;
    await expect(provider?.detect()).rejects.toMatchObject({ code: 'ENGINE_CRASHED' });
    await proxy.dispose();
  });
});

describe('a child process', () => {
  it('that is killed fails what waits', async () => {
    const proxy = await connectContributions(child().channel);
    await expect(proxy.hardware?.[0]?.free('kill')).rejects.toMatchObject({
      code: 'ENGINE_CRASHED',
      message: expect.stringContaining('by SIGKILL'),
    });
  });

  it('that is gone before anybody connects is no wait', async () => {
    const { process, channel } = child();
    process.kill();
    await once(process, 'exit');
    await expect(connectContributions(channel)).rejects.toMatchObject({ code: 'ENGINE_CRASHED' });
  });

  it('without advanced serialization is refused with the way out', async () => {
    const connecting = connectContributions(child('json').channel);
    await expect(connecting).rejects.toThrow(/serialization 'advanced'/);
  });
});

describe('a worker thread', () => {
  it('that is gone before anybody connects is no wait', async () => {
    const worker = new Worker(ENTRY, { execArgv: [] });
    await worker.terminate();
    await expect(connectContributions(workerChannel(worker))).rejects.toMatchObject({ code: 'ENGINE_CRASHED' });
  });
});

describe('parentChannel', () => {
  it('is refused where there is no parent', () => {
    const { send } = process;
    process.send = undefined;
    try {
      expect(() => parentChannel()).toThrow(/nobody can be served/);
    } finally {
      process.send = send;
    }
  });
});
