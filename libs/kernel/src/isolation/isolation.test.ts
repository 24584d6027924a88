import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Logger, type LoggerService } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import type { GenerationEvent, GenerationRequest, PluginError } from '@predict-otron/plugin-sdk';
import { lastValueFrom, toArray } from 'rxjs';
import { PluginPackages } from '../discovery/plugin-packages.fixture.js';
import { Inference, KernelModule, type KernelOptions, Models, Placements } from '../index.js';

/** A plugin whose models answer with the id of their process, and die in the ways that native code dies. */
const RUNNER = `
import { concat, map, NEVER, Observable, of, timer, throwError } from 'rxjs';
const describe = async ({ id }) => ({ id, family: 'x', contextTokens: 64, weightBytes: 1, capabilities: {}, defaults: {}, match: { score: 50, reason: 'x' } });
const delta = (text) => ({ type: 'delta', index: 0, kind: 'text', text, tokens: 1 });
function generate({ prompt }, reader) {
  const { text } = prompt;
  if (text === 'kill') return concat(of(delta('before')), new Observable(() => process.kill(process.pid, 'SIGKILL')));
  if (text === 'abort') return concat(of(delta('before')), new Observable(() => { process.stderr.write('CUDA error: out of memory\\n', () => process.abort()); }));
  if (text === 'forever') return concat(of(delta('before')), NEVER);
  if (text === 'refuse') throw Object.assign(new Error('too long'), { code: 'CONTEXT_OVERFLOW', details: { contextTokens: 64 }, [Symbol.for('predict-otron.plugin-error')]: true });
  if (text === 'endless') return new Observable((subscriber) => {
    let count = 0;
    (async () => { while (!subscriber.closed && count < 100000) { await reader?.ready?.(); subscriber.next(delta(String(count++))); await new Promise(setImmediate); } })();
  });
  return of(delta(String(process.pid)));
}
export default {
  apiVersion: 1,
  name: 'runner-pid',
  configSchema: { type: 'object', properties: { secret: { type: 'string' }, dies: { type: 'boolean' } } },
  setup: ({ config, logger, deviceKind }) => {
    if (deviceKind) logger.info('set up with ' + config.secret + ' for ' + deviceKind);
    const load = ({ id }, { parallel, contextTokens }) => {
      if (config.dies && deviceKind) process.kill(process.pid, 'SIGKILL');
      const model = { parallel: 4, contextTokens, memory: async () => [], generate, dispose: async () => { logger.info('disposed ' + id); } };
      return concat(of({ type: 'progress', progress: 0.5 }), timer(1).pipe(map(() => ({ type: 'loaded', model }))));
    };
    return { runners: [{ id: 'pid', describe, estimate: async () => [], load }] };
  },
};`;

const request: GenerationRequest = { prompt: { text: 'hi' }, sampling: {}, stop: [], n: 1, contextOverflow: 'refuse' };

const logged: string[] = [];
const write = (message: unknown) => {
  logged.push(typeof message === 'string' ? message : String((message as { msg?: string }).msg));
};
const collector: LoggerService = { log: write, error: write, warn: write, debug: write };

let packages: PluginPackages;
let app: TestingModule | undefined;

beforeEach(async () => {
  packages = await PluginPackages.create();
  logged.length = 0;
  Logger.overrideLogger(collector);
  await packages.add('plugins/runner-pid', RUNNER);
  await mkdir(join(packages.root, 'models'));
  for (const id of ['a', 'b']) await writeFile(join(packages.root, `models/${id}.gguf`), '{}');
});

afterEach(async () => {
  await app?.close();
  app = undefined;
  await packages.remove();
});

afterAll(() => Logger.overrideLogger(['log']));

async function start(changes: Partial<KernelOptions> = {}): Promise<void> {
  const options: KernelOptions = {
    plugins: [{ package: join(packages.root, 'plugins/runner-pid'), config: { secret: 's3' } }],
    resolveFrom: packages.root,
    modelFolders: [join(packages.root, 'models')],
    models: { a: { isolate: true } },
    threads: 1,
    queueLimit: 4,
    setupTimeoutMs: 30_000,
    cacheFolder: join(packages.root, 'cache'),
    defaultParallel: 4,
    ...changes,
  };
  app = await Test.createTestingModule({ imports: [KernelModule.register(options)] })
    .setLogger(collector)
    .compile();
  await app.init();
}

function ask(text: string, model = 'a', reader?: { ready(): Promise<void> }) {
  const inference = (app as TestingModule).get(Inference);
  return inference.generate(
    model,
    { ...request, prompt: { text } },
    { requestId: text, origin: {}, ...(reader && { reader }) },
  );
}

const textOf = (events: GenerationEvent[]) => events.flatMap((event) => ('text' in event ? [event.text] : []));

async function answer(text: string, model = 'a'): Promise<string> {
  return textOf(await lastValueFrom(ask(text, model).pipe(toArray()))).join('');
}

const stateOf = (model: string) => (app as TestingModule).get(Models).find(model).state;
const placementOf = (model: string) =>
  (app as TestingModule)
    .get(Placements)
    .list()
    .find(({ modelId }) => modelId === model);

const isAlive = (pid: number | undefined) => {
  try {
    return process.kill(pid as number, 0);
  } catch {
    return false;
  }
};

describe('an isolated model', () => {
  it('answers from a process of its own, set up as the plugin is here, which ends with the server', async () => {
    await start();
    const pid = Number(await answer('hi'));
    expect(pid).not.toBe(process.pid);
    expect(placementOf('a')).toMatchObject({ isolated: true, pid, device: 'cpu' });
    expect(Number(await answer('hi', 'b'))).toBe(process.pid);
    expect(logged).toContain('set up with s3 for cpu');
    await app?.close();
    expect(logged).toContain('disposed a');
    expect(isAlive(pid)).toBe(false);
  });

  it('keeps the errors of its plugin as they are', async () => {
    await start();
    await expect(answer('refuse')).rejects.toMatchObject({ code: 'CONTEXT_OVERFLOW', details: { contextTokens: 64 } });
    expect(stateOf('a')).toBe('loaded');
  });

  it.each(['kill', 'abort'])('that dies by %s ends its own requests alone, and is loaded again', async (death) => {
    await start();
    const first = await answer('hi');
    const others: (string | undefined)[] = [];
    const neighbor = ask('forever', 'b').subscribe({ error: () => others.push('neighbor') });
    ask('forever').subscribe({ error: ({ code }: PluginError) => others.push(code) });
    await expect(answer(death)).rejects.toMatchObject({ code: 'ENGINE_CRASHED' });
    expect(others).toEqual(['ENGINE_CRASHED']);
    expect(neighbor.closed).toBe(false);
    neighbor.unsubscribe();
    const second = await answer('hi');
    expect(second).not.toBe(first);
    if (death === 'abort') expect(logged).toContain('CUDA error: out of memory');
  });

  it('that dies while nobody asks it anything is known to be gone', async () => {
    await start();
    const pid = Number(await answer('hi'));
    process.kill(pid, 'SIGKILL');
    while (stateOf('a') === 'loaded') await new Promise((resolve) => setTimeout(resolve, 5));
    expect(stateOf('a')).toBe('unloaded');
    expect(Number(await answer('hi'))).not.toBe(pid);
    expect(logged).toContain(`The process ${pid} of its models has died: it was ended by SIGKILL.`);
  });

  it('that dies again and again is loaded later and later', async () => {
    await start();
    await expect(answer('kill')).rejects.toMatchObject({ code: 'ENGINE_CRASHED' });
    await expect(answer('kill')).rejects.toMatchObject({ code: 'ENGINE_CRASHED', details: {} });
    await expect(answer('hi')).rejects.toMatchObject({ code: 'ENGINE_CRASHED', details: { retryAfterSeconds: 1 } });
  });

  it('whose process dies at its load fails with that, and leaves no process behind', async () => {
    const plugins = [{ package: join(packages.root, 'plugins/runner-pid'), config: { secret: '', dies: true } }];
    await start({ plugins });
    await expect(answer('hi')).rejects.toMatchObject({ code: 'ENGINE_CRASHED' });
    expect(stateOf('a')).toBe('failed');
    expect(isAlive(placementOf('a')?.pid)).toBe(false);
  });

  it('waits for a reader that is slow, and ends when it leaves', async () => {
    await start();
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    let received = 0;
    const subscription = ask('endless', 'a', { ready: () => gate }).subscribe((event) => {
      if (event.type === 'delta') received++;
    });
    await answer('hi');
    while (received === 0) await answer('hi');
    for (let i = 0; i < 50; i++) await answer('hi');
    const paused = received;
    expect(paused).toBeLessThan(100);
    open();
    while (received < paused + 100) await answer('hi');
    subscription.unsubscribe();
    const inference = (app as TestingModule).get(Inference);
    expect(inference.activity()).toEqual({ running: 0, queued: 0 });
  });

  it('is what all models of a plugin are that the configuration isolates, but for those that say otherwise', async () => {
    const plugins = [{ package: join(packages.root, 'plugins/runner-pid'), config: { secret: '' }, isolate: true }];
    await start({ plugins, models: { b: { isolate: false } } });
    expect(Number(await answer('hi', 'a'))).not.toBe(process.pid);
    expect(Number(await answer('hi', 'b'))).toBe(process.pid);
  });

  it('is disposed with its process when it is unloaded', async () => {
    await start();
    const pid = Number(await answer('hi'));
    await (app as TestingModule).get(Models).unload('a');
    expect(isAlive(pid)).toBe(false);
    expect(stateOf('a')).toBe('unloaded');
  });
});
