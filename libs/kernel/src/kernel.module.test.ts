import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DynamicModule, Inject, Injectable, Logger, type LoggerService, Module } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { Test, type TestingModule } from '@nestjs/testing';
import type { GenerationRequest, HardwareProvider, ModelRunner, PluginError } from '@predict-otron/plugin-sdk';
import { lastValueFrom, toArray } from 'rxjs';
import { PluginPackages } from './discovery/plugin-packages.fixture.js';
import { Hardware, Inference, KernelModule, type KernelOptions, Models, Plugins } from './index.js';

/** A plugin with a runner for files that hold JSON: it echoes, and writes what happens to it into a trace. */
const RUNNER = `
import { concat, map, of, timer, NEVER, throwError } from 'rxjs';
import { readFile } from 'node:fs/promises';
const trace = globalThis.kernelTrace;
const sampling = { temperature: 1, topP: 1, topK: 0, minP: 0, presencePenalty: 0, frequencyPenalty: 0, repeatPenalty: 1 };
const describe = async ({ id, path }) => {
  const { score = 50 } = JSON.parse(await readFile(path, 'utf8'));
  return { id, family: 'echo', contextTokens: 64, weightBytes: 1, capabilities: {}, defaults: sampling, match: { score, reason: 'echo' } };
};
function answer({ prompt }, ended) {
  const prelude = of({ type: 'prompt', tokens: 1, cachedTokens: 0, droppedTokens: 0 });
  if (prompt.text === 'throw') return concat(prelude, throwError(() => new TypeError('in the middle')));
  if (prompt.text === 'forever') return concat(prelude, NEVER, ended);
  return concat(prelude, of({ type: 'delta', index: 0, kind: 'text', text: prompt.text, tokens: 1 }));
}
function load({ id, path }, { parallel, contextTokens }) {
  trace.push('load ' + id);
  const model = { parallel: 1, contextTokens, tokenize: async () => [1], generate: (r) => answer(r), dispose: async () => { trace.push('dispose model ' + id); } };
  return concat(of({ type: 'progress', progress: 0.5 }), timer(1).pipe(map(() => ({ type: 'loaded', model }))));
}
export default {
  apiVersion: 1,
  name: 'runner-echo',
  setup: ({ closing, logger }) => {
    closing.subscribe(() => trace.push('closing'));
    logger.info('runner is up', { threads: 2 });
    return {
      runners: [{ id: 'echo', describe, estimate: async () => [], load }],
      health: async () => ({ status: 'up', detail: 'echoes' }),
      dispose: async () => { trace.push('dispose runner-echo'); throw new Error('stuck'); },
    };
  },
};`;

const CPU = `setup: () => ({
  hardware: [{ id: 'cpu', detect: async () => ({ devices: [{ id: 'cpu', kind: 'cpu', name: 'x', totalBytes: 9, precisions: [], notes: [] }] }), free: async () => 5 }],
  dispose: async () => { globalThis.kernelTrace.push('dispose hardware-cpu'); },
})`;

const request: GenerationRequest = { prompt: { text: 'hi' }, sampling: {}, stop: [], n: 1, contextOverflow: 'refuse' };

const trace: string[] = [];
Object.assign(globalThis, { kernelTrace: trace });

/** What was logged: the context, then the message. */
const logged: [context: unknown, message: unknown][] = [];
const write = (message: unknown, ...rest: unknown[]) => logged.push([rest.at(-1), message]);
const collector: LoggerService = { log: write, error: write, warn: write, debug: write };

let packages: PluginPackages;
let app: TestingModule | undefined;

afterAll(() => Logger.overrideLogger(['log']));

beforeEach(async () => {
  packages = await PluginPackages.create();
  trace.length = 0;
  logged.length = 0;
  Logger.overrideLogger(collector);
  await packages.add('plugins/runner-echo', RUNNER);
  await packages.addPlugin('plugins/hardware-cpu', CPU);
  await mkdir(join(packages.root, 'models'));
  await writeFile(join(packages.root, 'models/b-Q8_0.gguf'), '{}');
  await writeFile(join(packages.root, 'models/a-Q8_0.gguf'), '{}');
});

afterEach(async () => {
  await app?.close();
  app = undefined;
  await packages.remove();
});

function options(changes: Partial<KernelOptions> = {}): KernelOptions {
  return {
    plugins: [],
    pluginFolder: join(packages.root, 'plugins'),
    resolveFrom: packages.root,
    modelFolders: [join(packages.root, 'models')],
    defaults: { language: 'b' },
    threads: 1,
    queueLimit: 4,
    setupTimeoutMs: 10_000,
    cacheFolder: join(packages.root, 'cache'),
    defaultParallel: 16,
    ...changes,
  };
}

async function start(changes: Partial<KernelOptions> = {}, ...more: DynamicModule['module'][]): Promise<TestingModule> {
  const imports = [KernelModule.register(options(changes)), ...more];
  app = await Test.createTestingModule({ imports }).setLogger(collector).compile();
  return app.init();
}

async function generate(text: string, model = 'default') {
  const events = app?.get(Inference).generate(model, { ...request, prompt: { text } }, { requestId: 'r', origin: {} });
  return lastValueFrom((events as NonNullable<typeof events>).pipe(toArray()));
}

@Injectable()
class Consumer {
  constructor(
    @Inject('RUNNER:echo') readonly runner: ModelRunner,
    @Inject('HARDWARE:cpu') readonly cpu: HardwareProvider,
    @Inject('PLUGIN:runner-echo') readonly plugin: { name: string; version: string },
    readonly models: Models,
  ) {}
}

@Module({ providers: [Consumer] })
class ConsumerModule {}

describe('KernelModule', () => {
  it('answers with a model of a plugin, loaded when it is first asked for', async () => {
    await start();
    const models = app?.get(Models) as Models;
    expect(models.list().map(({ id, state, plugin, backend }) => [id, state, plugin, backend])).toEqual([
      ['a', 'unloaded', 'runner-echo', 'echo'],
      ['b', 'unloaded', 'runner-echo', 'echo'],
    ]);
    expect(models.ready()).toBe(false);
    expect((await generate('hello')).map(({ type }) => type)).toEqual(['loading', 'prompt', 'delta']);
    expect([models.ready(), trace]).toEqual([true, ['load b']]);
  });

  it('makes each plugin a module of its own, whose parts can be injected anywhere', async () => {
    await start({}, ConsumerModule);
    const modules = [...(app?.get(ModulesContainer).values() ?? [])].map(({ metatype }) => metatype.name);
    expect(modules).toEqual(expect.arrayContaining(['KernelModule', 'RunnerEchoPlugin', 'HardwareCpuPlugin']));
    const { runner, cpu, plugin, models } = (app as TestingModule).get(Consumer, { strict: false });
    expect([runner.id, await cpu.free('cpu'), plugin.name, plugin.version]).toEqual([
      'echo',
      5,
      'runner-echo',
      '1.2.3',
    ]);
    expect(models.list()).toHaveLength(2);
    expect(await app?.get(Hardware).devices()).toMatchObject([{ id: 'cpu', totalBytes: 9 }]);
  });

  it('lists what failed, and serves with the rest', async () => {
    await packages.addPlugin('plugins/broken', `setup() { throw new Error('no cable'); }`);
    await start();
    const plugins = app?.get(Plugins) as Plugins;
    expect(plugins.list().map(({ name, state, reason }) => [name, state, reason])).toEqual([
      ['broken', 'failed', 'no cable'],
      ['hardware-cpu', 'ready', undefined],
      ['runner-echo', 'ready', undefined],
    ]);
    expect(await plugins.health()).toEqual({
      broken: { status: 'down', detail: 'no cable' },
      'hardware-cpu': { status: 'up' },
      'runner-echo': { status: 'up', detail: 'echoes' },
    });
    expect(logged).toContainEqual(['Kernel', expect.stringContaining('Plugin broken failed: no cable')]);
    expect(await generate('hello')).toHaveLength(3);
  });

  it('does not start without a plugin that is required', async () => {
    const broken = await packages.addPlugin('broken', `setup() { throw new Error('no cable'); }`);
    const failing = KernelModule.register(options({ plugins: [{ package: broken, required: true }] }));
    await expect(failing).rejects.toThrow(`The required plugin broken (${broken}) failed: no cable`);
  });

  it('ends the one request in whose middle a plugin throws', async () => {
    await start();
    await expect(generate('throw')).rejects.toMatchObject({
      code: 'INTERNAL',
      message: expect.not.stringContaining('middle'),
    });
    expect(logged).toContainEqual([expect.anything(), expect.stringContaining('in the middle')]);
    expect(await generate('hello')).toHaveLength(2);
  });

  it('writes the log of a plugin under its name', async () => {
    await start();
    expect(logged).toContainEqual(['runner-echo', { msg: 'runner is up', threads: 2 }]);
  });

  it('says that it closes, then disposes models and plugins backwards, past one that throws', async () => {
    await start();
    await generate('hello', 'b');
    await generate('hello', 'a');
    trace.length = 0;
    const plugins = app?.get(Plugins) as Plugins;
    await app?.close();
    expect(trace).toEqual([
      'closing',
      'dispose model a',
      'dispose model b',
      'dispose runner-echo',
      'dispose hardware-cpu',
    ]);
    expect(plugins.list().map(({ state }) => state)).toEqual(['disposed', 'disposed']);
    expect(logged).toContainEqual(['Kernel', 'Plugin runner-echo did not end cleanly: stuck']);
    await app?.close();
    expect(trace).toHaveLength(5);
  });

  it('ends the wait of those in the queue when it stops, and lets nobody in', async () => {
    await start();
    const inference = app?.get(Inference) as Inference;
    const codes: string[] = [];
    const running = inference
      .generate('b', { ...request, prompt: { text: 'forever' } }, { requestId: '1', origin: {} })
      .subscribe({ error: () => {} });
    const waiting = inference
      .generate('b', request, { requestId: '2', origin: {} })
      .subscribe({ error: ({ code }: PluginError) => codes.push(code) });
    while (inference.activity().queued === 0) await new Promise(setImmediate);
    await app?.close();
    expect(codes).toEqual(['DISPOSED']);
    await expect(generate('hello', 'a')).rejects.toMatchObject({ code: 'DISPOSED' });
    running.unsubscribe();
    expect(waiting.closed).toBe(true);
  });

  it('can be replaced part by part in the tests of others', async () => {
    const module = Test.createTestingModule({ imports: [KernelModule.register(options()), ConsumerModule] });
    app = await module
      .setLogger(collector)
      .overrideProvider(Models)
      .useValue({ list: () => [] })
      .compile();
    expect(app.get(Consumer, { strict: false }).models.list()).toEqual([]);
    await app.init();
  });
});
