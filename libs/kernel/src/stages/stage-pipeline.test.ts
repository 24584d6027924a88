import { Logger } from '@nestjs/common';
import { type GenerationEvent, type GenerationRequest, PluginError, type StreamStage } from '@predict-otron/plugin-sdk';
import { concat, map, type Observable, of, throwError } from 'rxjs';
import { PluginRegistry } from '../registry/plugin-registry.js';
import { StagePipeline } from './stage-pipeline.js';
import type { StageWatchdog } from './stage-watchdog.js';
import { delta, events, marking, pipeline, request, requestOf, stage } from './stages.fixture.js';

beforeAll(() => Logger.overrideLogger(false));
afterAll(() => Logger.overrideLogger(['log']));

describe('StagePipeline', () => {
  it('changes nothing without stages', async () => {
    expect(await requestOf(pipeline())).toBe(request);
    expect(await events(pipeline())).toEqual([delta('a'), delta('b')]);
  });

  it('goes by the order, on the way in and from the model outwards', async () => {
    const stages = pipeline(marking('3', 3), marking('1', 1), stage('idle', 2), marking('2', 2));
    expect((await requestOf(stages)).stop).toEqual(['1', '2', '3']);
    expect(await events(stages)).toEqual([delta('a123'), delta('b123')]);
  });

  it('works on the models that a stage names, and on no other', async () => {
    const mine = { ...marking('x', 1), permissions: { models: ['m'], readPrompts: true, buffers: false } };
    const others = { ...marking('y', 1), permissions: { models: ['n'], readPrompts: true, buffers: false } };
    const stages = pipeline(mine, others);
    expect((await requestOf(stages)).stop).toEqual(['x']);
    expect(await events(stages, of(delta('a')))).toEqual([delta('ax')]);
  });

  it('shows and changes the prompt with the permission alone', async () => {
    const seen: unknown[] = [];
    const nosy = (name: string, order: number, readPrompts: boolean) =>
      stage(
        name,
        order,
        {
          request: ({ request: it }) => {
            seen.push(it.prompt);
            return { ...it, prompt: { text: `by ${name}` }, maxTokens: order };
          },
          events: ({ request: it }) => {
            seen.push(it.prompt);
            return map((event) => event);
          },
        },
        readPrompts,
      );
    const blind = pipeline(nosy('blind', 1, false));
    expect(await requestOf(blind)).toEqual({ ...request, maxTokens: 1 });
    await events(blind);
    expect(seen.splice(0)).toEqual([{ text: '' }, { text: '' }]);
    const both = pipeline(nosy('blind', 2, false), nosy('seeing', 1, true));
    expect(await requestOf(both)).toEqual({ ...request, prompt: { text: 'by seeing' }, maxTokens: 2 });
    expect(seen.splice(0)).toEqual([{ text: 'secret' }, { text: '' }]);
  });

  it.each<[string, Partial<StreamStage>]>([
    [
      'throws',
      {
        request() {
          throw new Error('defect');
        },
      },
    ],
    ['rejects', { request: () => Promise.reject(new Error('defect')) }],
    ['returns nothing', { request: () => undefined as unknown as GenerationRequest }],
  ])('says which stage failed when its request %s', async (_, part) => {
    await expect(requestOf(pipeline(marking('a', 1), stage('bad', 2, part)))).rejects.toMatchObject({
      code: 'STAGE_FAILED',
      details: { stage: 'bad' },
      message: expect.not.stringContaining('defect'),
      cause: expect.any(Error),
    });
  });

  it.each<[string, Partial<StreamStage>]>([
    [
      'throw',
      {
        events() {
          throw new Error('defect');
        },
      },
    ],
    ['return no operator', { events: () => undefined as never }],
    [
      'return an operator that throws',
      {
        events: () => () => {
          throw new Error('defect');
        },
      },
    ],
    [
      'fail in the middle',
      {
        events: () =>
          map((event) => {
            if ('text' in event && event.text === 'b') throw new Error('defect');
            return event;
          }),
      },
    ],
  ])('says which stage failed when its events %s', async (_, part) => {
    await expect(events(pipeline(stage('bad', 2, part), marking('a', 3)))).rejects.toMatchObject({
      code: 'STAGE_FAILED',
      details: { stage: 'bad' },
    });
  });

  it('lets a stage refuse with a PluginError of its own', async () => {
    const refusal = new PluginError('FORBIDDEN', 'Not on Sundays.');
    const refusing = stage('s', 1, {
      request() {
        throw refusal;
      },
      events: () => () => throwError(() => refusal),
    });
    await expect(requestOf(pipeline(refusing))).rejects.toBe(refusal);
    await expect(events(pipeline(refusing))).rejects.toBe(refusal);
  });

  it('lets the errors of the model through', async () => {
    const failure = new PluginError('ENGINE_CRASHED', 'The engine has died.');
    const source = concat(
      of(delta('a')),
      throwError(() => failure),
    );
    await expect(events(pipeline(marking('x', 1)), source)).rejects.toBe(failure);
  });

  it('takes the events of a stage with an rxjs of its own', async () => {
    const foreign = stage('s', 1, {
      events: () => (source) => ({ '@@observable': () => source }) as unknown as Observable<GenerationEvent>,
    });
    expect(await events(pipeline(foreign))).toEqual([delta('a'), delta('b')]);
  });
});

describe('the watch over the thread', () => {
  const launch = { folder: '/p', config: {}, cacheFolder: '/', isolate: false };

  it.each([
    ['not where all plugins come with the server', { ...launch, bundled: '/p.cjs' }, 0],
    ['where another plugin runs, in stages or not', launch, 1],
  ])('is kept %s', (_, launched, times) => {
    const registry = new PluginRegistry();
    registry.put({ name: 'p', version: '', source: '', state: 'ready', contributions: {}, launch: launched });
    let started = 0;
    const watchdog = { start: () => (started += 1) } as unknown as StageWatchdog;
    new StagePipeline(registry, undefined, undefined, watchdog).onApplicationBootstrap();
    expect(started).toBe(times);
  });
});
