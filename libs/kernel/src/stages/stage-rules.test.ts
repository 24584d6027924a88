import { Logger } from '@nestjs/common';
import type { GenerationEvent } from '@predict-otron/plugin-sdk';
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
  of,
  Subject,
  timer,
  toArray,
} from 'rxjs';
import { PluginRegistry } from '../registry/plugin-registry.js';
import { StageLedger, type StageVisit } from './stage-ledger.js';
import { StagePipeline } from './stage-pipeline.js';
import { asked, delta, events, marking, pipeline, requestOf, stage, watched } from './stages.fixture.js';

beforeAll(() => Logger.overrideLogger(false));
afterAll(() => Logger.overrideLogger(['log']));

describe('a stage', () => {
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
