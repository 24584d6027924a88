import { Logger } from '@nestjs/common';
import {
  type GenerationEvent,
  type GenerationRequest,
  PluginError,
  type StageRequest,
  type StreamStage,
} from '@predict-otron/plugin-sdk';
import {
  bufferCount,
  concat,
  concatMap,
  delay,
  from,
  lastValueFrom,
  map,
  mergeMap,
  NEVER,
  type Observable,
  of,
  Subject,
  throwError,
  timer,
  toArray,
} from 'rxjs';
import { PluginRegistry } from '../registry/plugin-registry.js';
import { StageLedger, type StageVisit } from './stage-ledger.js';
import { StagePipeline } from './stage-pipeline.js';

const request: GenerationRequest = {
  prompt: { text: 'secret' },
  sampling: {},
  stop: [],
  n: 1,
  contextOverflow: 'refuse',
};
const asked: StageRequest = { requestId: 'r', model: 'm', request };
const delta = (text: string): GenerationEvent => ({ type: 'delta', index: 0, kind: 'text', text, tokens: 1 });

function stage(
  name: string,
  order: number,
  part: Partial<StreamStage> = {},
  readPrompts = true,
  models = ['*'],
): StreamStage {
  return { name, order, permissions: { models, readPrompts, buffers: false }, ...part };
}

/** A stage that writes its name into every text, and into the stop strings of the request. */
function marking(name: string, order: number): StreamStage {
  return stage(name, order, {
    request: ({ request: it }) => ({ ...it, stop: [...it.stop, name] }),
    events: () => map((event) => ('text' in event ? { ...event, text: `${event.text}${name}` } : event)),
  });
}

function pipeline(...stages: StreamStage[]): StagePipeline {
  return watched({}, ...stages);
}

function watched(
  { limitMs = 30_000, ledger = new StageLedger() }: { limitMs?: number; ledger?: StageLedger },
  ...stages: StreamStage[]
): StagePipeline {
  const registry = new PluginRegistry();
  registry.put({ name: 'p', version: '', source: '', state: 'ready', contributions: { stages } });
  return new StagePipeline(registry, ledger, { stageTimeoutMs: limitMs });
}

async function events(stages: StagePipeline, source: Observable<GenerationEvent> = of(delta('a'), delta('b'))) {
  return lastValueFrom(stages.run('m', (run) => run.onEvents(asked, () => source)).pipe(toArray()));
}

async function requestOf(stages: StagePipeline): Promise<GenerationRequest> {
  return lastValueFrom(stages.run('m', (run) => from(run.onRequest(asked))));
}

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

  it('ends the request of a stage that gives no event for what it takes, and no other', async () => {
    const deaf = stage('deaf', 1, { events: () => () => NEVER }, true, ['m']);
    const hung = stage('hung', 1, { request: () => new Promise(() => undefined) }, true, ['m']);
    const swallowing = stage('swallowing', 1, { events: () => concatMap(() => NEVER) });
    swallowing.permissions.buffers = true;
    for (const bad of [deaf, swallowing])
      await expect(events(watched({ limitMs: 20 }, bad), of(delta('a'), delta('b')))).rejects.toMatchObject({
        code: 'STAGE_FAILED',
        details: { stage: bad.name },
        message: expect.stringContaining('gave no event for 20 ms'),
      });
    await expect(requestOf(watched({ limitMs: 20 }, hung))).rejects.toMatchObject({ details: { stage: 'hung' } });
    const others = watched({ limitMs: 20 }, deaf).run('n', (run) =>
      run.onEvents({ ...asked, model: 'n' }, () => of(delta('a'))),
    );
    expect(await lastValueFrom(others)).toEqual(delta('a'));
  });

  it('waits for a stage that has to see the next event, as long as the model or its reader takes', async () => {
    const pairs = stage('pairs', 1, {
      events: () => (source) =>
        source.pipe(
          bufferCount(2),
          mergeMap((pair) => pair),
        ),
    });
    const slow = concat(of(delta('a')), timer(60).pipe(map(() => delta('b'))));
    expect(await events(watched({ limitMs: 20 }, pairs), slow)).toEqual([delta('a'), delta('b')]);
    const triples = stage('triples', 1, {
      events: () => (source) =>
        source.pipe(
          bufferCount(3),
          mergeMap((it) => it),
        ),
    });
    const gate = new Subject<void>();
    const reader = { ready: () => lastValueFrom(gate) };
    const stages = watched({ limitMs: 20 }, triples).run('m', (run) =>
      run.onEvents(
        asked,
        (given) => concat(of(delta('a'), delta('b')), from(given?.ready?.() ?? []).pipe(map(() => delta('c')))),
        reader,
      ),
    );
    const all = lastValueFrom(stages.pipe(toArray()));
    setTimeout(() => {
      gate.next();
      gate.complete();
    }, 80);
    expect(await all).toHaveLength(3);
  });

  it('lets events leave by themselves with the permission `buffers` alone', async () => {
    const later = stage('later', 1, { events: () => delay(1) });
    await expect(events(pipeline(later))).rejects.toMatchObject({ code: 'STAGE_FAILED', details: { stage: 'later' } });
    later.permissions.buffers = true;
    expect(await events(pipeline(later))).toEqual([delta('a'), delta('b')]);
  });

  it('tells how long each stage had the thread, its neighbors not counted, and who failed', async () => {
    const busy = (ms: number) =>
      map((event: GenerationEvent) => {
        for (const end = performance.now() + ms; performance.now() < end; );
        return event;
      });
    const ledger = new StageLedger();
    const visits: StageVisit[] = [];
    ledger.visits.subscribe((visit) => visits.push(visit));
    const failing = stage('failing', 3, {
      events: () =>
        map(() => {
          throw new Error('defect');
        }),
    });
    const stages = watched(
      { ledger },
      stage('quick', 2, { events: () => busy(0) }),
      stage('busy', 1, { events: () => busy(30) }),
      failing,
    );
    await expect(events(stages, of(delta('a')))).rejects.toMatchObject({ code: 'STAGE_FAILED' });
    expect(visits.map(({ stage: name, code }) => [name, code])).toEqual([
      ['busy', undefined],
      ['quick', undefined],
      ['failing', 'STAGE_FAILED'],
    ]);
    const [first, second] = visits.map(({ ms }) => ms);
    expect(first).toBeGreaterThanOrEqual(30);
    expect(second).toBeLessThan(30);
  });

  it('names a stage that keeps the thread for long', async () => {
    const ledger = new StageLedger();
    const blocking = stage('blocking', 1, {
      events: () =>
        map((event) => {
          for (const end = performance.now() + 250; performance.now() < end; );
          return event;
        }),
    });
    await events(watched({ ledger }, blocking), of(delta('a')));
    expect(ledger.health('p')).toEqual({
      status: 'degraded',
      detail: expect.stringMatching(/^At .* the stage blocking of the plugin p blocked the server for \d+ ms\.$/),
    });
    expect(ledger.health('q')).toBeUndefined();
  });

  it('gives a request the stages that were there when it came', async () => {
    const registry = new PluginRegistry();
    const record = (name: string) => ({
      name: 'p',
      version: '',
      source: '',
      state: 'ready' as const,
      contributions: { stages: [marking(name, 1)] },
    });
    const [old, next] = [record('old'), record('new')];
    registry.put(old);
    const stages = new StagePipeline(registry);
    const source = new Subject<GenerationEvent>();
    const running = lastValueFrom(stages.run('m', (run) => run.onEvents(asked, () => source)).pipe(toArray()));
    registry.put(next);
    let unused = false;
    const free = registry.uses.ended(old).then(() => {
      unused = true;
    });
    expect(await events(stages, of(delta('a')))).toEqual([delta('anew')]);
    expect(unused).toBe(false);
    source.next(delta('b'));
    source.complete();
    expect(await running).toEqual([delta('bold')]);
    await free;
  });
});
