import { Logger } from '@nestjs/common';
import { type GenerationEvent, type GenerationRequest, type LoadedModel, PluginError } from '@predict-otron/plugin-sdk';
import { concat, lastValueFrom, NEVER, type Observable, of, Subject, throwError } from 'rxjs';
import { echoModel } from '../pool/echo-model.fixture.js';
import { answer, ask, brief, request, settle, setUp } from './inference.fixture.js';
import { RequestPriority } from './request-priority.js';

beforeAll(() => Logger.overrideLogger(false));
afterAll(() => Logger.overrideLogger(['log']));

describe('Inference.generate', () => {
  it('gives the events of the model, loaded first if need be', async () => {
    const load = () =>
      concat(of({ type: 'progress' as const, progress: 0.5 }), of({ type: 'loaded' as const, model: echoModel() }));
    const inference = setUp({ load });
    expect((await answer(inference)).map(brief)).toEqual(['loading 0.5', 'prompt', 'one', 'two', 'end']);
    expect((await answer(inference)).map(brief)).toEqual(['prompt', 'one', 'two', 'end']);
    expect(inference.activity()).toEqual({ running: 0, queued: 0 });
  });

  it.each(['m', 'alias', 'default'])('finds the model by %s', async (name) => {
    expect(await answer(setUp(), {}, name)).toHaveLength(4);
  });

  it.each([
    ['nothing', 'There is no model "nothing". Known models: m.'],
    ['e', 'The model "e" is of the kind embedding; this needs one of the kind language. Known models: m.'],
    ['lora', 'The model "lora" is on disk, but no plugin that runs knows it. Known models: m.'],
  ])('does not find %s', async (name, message) => {
    await expect(answer(setUp(), {}, name)).rejects.toMatchObject({
      code: 'MODEL_NOT_FOUND',
      message,
      details: { param: 'model', known: ['m'] },
    });
  });

  it('starts with the subscription, and hands the reader on', async () => {
    const calls: unknown[] = [];
    const generate: LoadedModel['generate'] = (...args) => {
      calls.push(args);
      return of();
    };
    const reader = { ready: async () => {} };
    const events = setUp({ model: { generate } }).generate('m', request, { requestId: 'r', origin: {}, reader });
    await settle();
    expect(calls).toEqual([]);
    await lastValueFrom(events, { defaultValue: undefined });
    expect(calls).toEqual([[request, reader]]);
  });

  it('lets as many run as the model can, and queues the rest', async () => {
    const works: Subject<GenerationEvent>[] = [];
    const generate = () => {
      const work = new Subject<GenerationEvent>();
      works.push(work);
      return work;
    };
    const inference = setUp({ model: { generate, parallel: 2 } });
    const [a, b, c, d] = [ask(inference), ask(inference), ask(inference), ask(inference)];
    await settle();
    expect(inference.activity()).toEqual({ running: 2, queued: 2 });
    expect([a.seen, b.seen, c.seen, d.seen]).toEqual([[], [], ['queued 1'], ['queued 2']]);
    c.cancel();
    works[0]?.complete();
    expect([a.seen, c.seen, d.seen]).toEqual([['complete'], ['queued 1'], ['queued 2', 'queued 1']]);
    expect(works).toHaveLength(3);
    expect(inference.activity()).toEqual({ running: 2, queued: 0 });
    b.cancel();
    d.cancel();
    expect([works[1]?.observed, works[2]?.observed]).toEqual([false, false]);
    expect(inference.activity()).toEqual({ running: 0, queued: 0 });
  });

  it('admits first whose request is more urgent, by its own word or by that of whoever knows who asks', async () => {
    const order: (number | undefined)[] = [];
    const works: Subject<GenerationEvent>[] = [];
    const generate: LoadedModel['generate'] = ({ priority: admitted }) => {
      order.push(admitted);
      works.push(new Subject());
      return works.at(-1) as Subject<GenerationEvent>;
    };
    const priority = new RequestPriority();
    const inference = setUp({ model: { generate }, priority });
    ask(inference);
    await settle();
    for (const urgent of [0, 3, 9]) {
      priority.of = () => urgent;
      ask(inference);
    }
    ask(inference, { priority: 5 });
    await settle();
    for (let i = 0; i < 5; i += 1) works[i]?.complete();
    expect(order).toEqual([undefined, 9, 5, 3, 0]);
  });

  it('refuses more than may wait, with the time to try again', async () => {
    const inference = setUp({ model: { generate: () => NEVER }, queueLimit: 1 });
    const running = [ask(inference), ask(inference)];
    await settle();
    await expect(answer(inference)).rejects.toMatchObject({
      code: 'OVERLOADED',
      details: { retryAfterSeconds: expect.any(Number) },
    });
    for (const { cancel } of running) cancel();
  });

  it('refuses more answers than the model generates at a time', async () => {
    const refusal = { code: 'INPUT_INVALID', details: { param: 'n', limit: 3 } };
    await expect(answer(setUp({ model: { parallel: 3 } }), { n: 4 })).rejects.toMatchObject(refusal);
  });

  it('tells the time of the queue, with what the model waited itself', async () => {
    const blocking = new Subject<GenerationEvent>();
    const end: GenerationEvent = {
      type: 'end',
      index: 0,
      finishReason: 'stop',
      usage: { promptTokens: 1, cachedTokens: 0, completionTokens: 0, reasoningTokens: 0 },
      timings: { queueMs: 1000, promptMs: 2, generationMs: 3 },
    };
    const generate: LoadedModel['generate'] = ({ priority }) => (priority === 1 ? blocking : of(end));
    const inference = setUp({ model: { generate } });
    ask(inference, { priority: 1 });
    await settle();
    const waiting = answer(inference);
    await settle();
    const since = performance.now();
    while (performance.now() < since + 5);
    blocking.complete();
    const [, told] = await waiting;
    expect(told).toMatchObject({ timings: { promptMs: 2, generationMs: 3 } });
    expect(told?.type === 'end' && told.timings.queueMs).toBeGreaterThanOrEqual(1005);
  });

  it('runs the stages: the request on its way in, the events of the model on their way out', async () => {
    const inference = setUp({
      load: () =>
        concat(of({ type: 'progress' as const, progress: 1 }), of({ type: 'loaded' as const, model: echoModel() })),
      stages: [
        {
          name: 'shout',
          order: 1,
          permissions: { models: ['m'], readPrompts: true, buffers: false },
          request: async ({ requestId, model, request: it }) => ({ ...it, prompt: { text: `${requestId} ${model}` } }),
          events: () => (events) =>
            concat(of<GenerationEvent>({ type: 'warning', code: 'loud', message: 'Loud.' }), events),
        },
      ],
    });
    expect((await answer(inference)).map(brief)).toEqual(['loading 1', 'warning', 'prompt', 'r', 'm', 'end']);
  });

  it('queues by what a stage has made of the request', async () => {
    const permissions = { models: ['*'], readPrompts: false, buffers: false };
    const stages = [
      {
        name: 's',
        order: 1,
        permissions,
        request: ({ request: it }: { request: GenerationRequest }) => ({ ...it, n: 9 }),
      },
    ];
    await expect(answer(setUp({ stages }))).rejects.toMatchObject({ code: 'INPUT_INVALID', details: { param: 'n' } });
  });

  it('ends the one request whose stage or stream fails, and serves the next', async () => {
    let failing = true;
    const generate = (): Observable<GenerationEvent> =>
      failing
        ? concat(
            of<GenerationEvent>({ type: 'prompt', tokens: 1, cachedTokens: 0, droppedTokens: 0 }),
            throwError(() => new TypeError('x of undefined')),
          )
        : of();
    const inference = setUp({ model: { generate } });
    const failed = ask(inference);
    await settle();
    expect(failed.seen).toEqual(['prompt', 'INTERNAL']);
    expect(inference.activity()).toEqual({ running: 0, queued: 0 });
    failing = false;
    expect(await answer(inference)).toEqual([]);
  });

  it('shows nothing of the inside when a plugin throws', async () => {
    const cause = new TypeError('x of undefined');
    const failing = answer(setUp({ model: { generate: () => throwError(() => cause) } }));
    await expect(failing).rejects.toMatchObject({
      code: 'INTERNAL',
      message: expect.not.stringContaining('undefined'),
      cause,
    });
  });

  it('cancels the load when the only one who waits for it leaves', async () => {
    const load = new Subject<never>();
    const inference = setUp({ load: () => load });
    const waiting = ask(inference);
    await settle();
    expect(load.observed).toBe(true);
    waiting.cancel();
    expect(load.observed).toBe(false);
  });

  it('loads the model again when it died while a request waited', async () => {
    const dying = new Subject<GenerationEvent>();
    const models = [{ ...echoModel(), generate: () => dying }, echoModel()];
    const load = () => of({ type: 'loaded' as const, model: models.shift() ?? echoModel() });
    const inference = setUp({ load });
    const [first, second] = [ask(inference), ask(inference)];
    await settle();
    dying.error(new PluginError('ENGINE_CRASHED', 'The engine has died.'));
    await settle();
    expect(first.seen).toEqual(['ENGINE_CRASHED']);
    expect(second.seen).toEqual(['queued 1', 'prompt', 'one', 'two', 'end', 'complete']);
    expect(models).toEqual([]);
  });
});

describe('Inference, beside generation', () => {
  it('renders, tokenizes and detokenizes with the model, which is loaded if need be', async () => {
    const inference = setUp();
    expect(await inference.tokenize('alias', 'ab')).toEqual([97, 98]);
    expect(await inference.detokenize('m', [97, 98])).toBe('ab');
    expect(await inference.render('m', [{ role: 'user', content: [{ type: 'text', text: 'hi' }] }])).toEqual({
      text: 'hi',
      tokens: [],
    });
  });

  it('refuses a model of another kind, and hides what is wrong inside', async () => {
    await expect(setUp().tokenize('e', 'a')).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
    const tokenize = () => Promise.reject(new TypeError('x of undefined'));
    await expect(setUp({ model: { tokenize } }).tokenize('m', 'a')).rejects.toMatchObject({ code: 'INTERNAL' });
  });
});
