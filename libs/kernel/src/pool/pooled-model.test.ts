import { Logger } from '@nestjs/common';
import { type Loaded, type LoadedModel, type LoadProgress, PluginError } from '@predict-otron/plugin-sdk';
import { AsyncSubject, EMPTY, NEVER, Observable, of, Subject, throwError } from 'rxjs';
import { echoModel } from './echo-model.fixture.js';
import { loadOptions } from './load-options.js';
import { PooledModel } from './pooled-model.js';
import { unknownInfo } from './unknown-info.js';

type LoadEvent = LoadProgress | Loaded<LoadedModel>;

/** A model whose backend loads as it is told; it is told the number of the load. */
class Bench {
  loads = 0;
  readonly closed = new AsyncSubject<void>();
  readonly inMemory: string[] = [];
  readonly pooled: PooledModel<LoadedModel>;

  constructor(load: (number: number) => Observable<LoadEvent>, failure?: PluginError) {
    const info = unknownInfo('language', 'm');
    this.pooled = new PooledModel(
      {
        kind: 'language',
        file: { id: 'm', path: '/m.gguf' },
        modifiedAt: 0,
        sizeBytes: 5,
        backend: { id: 'echo', load: () => load(++this.loads), estimate: async () => [] },
        plugin: 'p',
        info,
        failure,
      },
      loadOptions(info, {}, { threads: 1, defaultParallel: 1 }),
      { closed: this.closed, onLoaded: ({ id }) => this.inMemory.push(id) },
    );
  }

  /** Subscribes, and writes what it sees: progress, `loaded`, `end` or the code of an error. */
  wait() {
    const seen: (number | string)[] = [];
    const subscription = this.pooled
      .use(() => of('loaded' as const))
      .subscribe({
        next: (event) =>
          seen.push(typeof event === 'string' ? event : event.type === 'loading' ? event.progress : event.position),
        error: (error: PluginError) => seen.push(error.code),
        complete: () => seen.push('end'),
      });
    return { seen, leave: () => subscription.unsubscribe() };
  }
}

const progress = (value: number): LoadEvent => ({ type: 'progress', progress: value });
const loaded = (model = echoModel()): LoadEvent => ({ type: 'loaded', model });

beforeAll(() => Logger.overrideLogger(false));
afterAll(() => Logger.overrideLogger(['log']));

describe('PooledModel', () => {
  it('loads once for all who wait, who all see the progress', () => {
    const load = new Subject<LoadEvent>();
    const bench = new Bench(() => load);
    expect(bench.pooled.state).toBe('unloaded');
    const first = bench.wait();
    load.next(progress(0.1));
    const second = bench.wait();
    load.next(progress(0.6));
    expect(bench.pooled.state).toBe('loading');
    load.next(loaded());
    expect(first.seen).toEqual([0.1, 0.6, 'loaded', 'end']);
    expect(second.seen).toEqual([0.1, 0.6, 'loaded', 'end']);
    expect(bench.wait().seen).toEqual(['loaded', 'end']);
    expect([bench.loads, bench.pooled.state, bench.inMemory]).toEqual([1, 'loaded', ['m']]);
  });

  it('goes on loading while anybody waits, and cancels when the last one leaves', () => {
    const load = new Subject<LoadEvent>();
    const bench = new Bench(() => load);
    const [first, second] = [bench.wait(), bench.wait()];
    first.leave();
    expect([load.observed, bench.pooled.state]).toEqual([true, 'loading']);
    second.leave();
    expect([load.observed, bench.pooled.state]).toEqual([false, 'unloaded']);
    const third = bench.wait();
    load.next(loaded());
    expect([third.seen, bench.loads]).toEqual([['loaded', 'end'], 2]);
  });

  it('keeps the model though everybody leaves at the very moment it is there', () => {
    const load = new Subject<LoadEvent>();
    const bench = new Bench(() => load);
    const subscription = bench.pooled.use(() => of(1)).subscribe(() => subscription.unsubscribe());
    load.next(loaded());
    expect([bench.pooled.state, bench.wait().seen, bench.loads]).toEqual(['loaded', ['loaded', 'end'], 1]);
  });

  it('tells a failed load to all who waited, and tries again for the next', () => {
    const loads = [new Subject<LoadEvent>(), new Subject<LoadEvent>()];
    const bench = new Bench((number) => loads[number - 1] as Subject<LoadEvent>);
    const [first, second] = [bench.wait(), bench.wait()];
    loads[0]?.error(new PluginError('OUT_OF_MEMORY', 'It needs 3 GB more.'));
    expect([first.seen, second.seen]).toEqual([['OUT_OF_MEMORY'], ['OUT_OF_MEMORY']]);
    expect([bench.pooled.state, bench.pooled.failure?.message]).toEqual(['failed', 'It needs 3 GB more.']);
    const third = bench.wait();
    expect(bench.pooled.state).toBe('loading');
    loads[1]?.next(loaded());
    expect([third.seen, bench.pooled.state, bench.pooled.failure]).toEqual([['loaded', 'end'], 'loaded', undefined]);
  });

  it('stays in the state of the second load when the first one ends in it', () => {
    const bench = new Bench((number) => (number === 1 ? throwError(() => new Error('no')) : NEVER));
    let again: { leave(): void } | undefined;
    bench.pooled
      .use(() => of(1))
      .subscribe({
        error: () => {
          again = bench.wait();
        },
      });
    expect(bench.pooled.state).toBe('loading');
    again?.leave();
    expect(bench.pooled.state).toBe('unloaded');
  });

  it.each<[string, () => Observable<LoadEvent>]>([
    [
      'throws',
      () => {
        throw new Error('secret');
      },
    ],
    ['fails with anything', () => throwError(() => new Error('secret'))],
    ['completes without a model', () => EMPTY],
    ['is no Observable', () => ({ subscribe: 1 }) as unknown as Observable<LoadEvent>],
  ])('makes a general error of a load that %s, and keeps the cause', (_, load) => {
    const bench = new Bench(load);
    expect(bench.wait().seen).toEqual(['INTERNAL']);
    expect(bench.pooled.failure?.message).not.toContain('secret');
    expect(bench.pooled.failure?.cause).toBeInstanceOf(Error);
  });

  it('does not try to load what is broken', () => {
    const bench = new Bench(() => NEVER, new PluginError('MODEL_INVALID', 'The header is cut off.'));
    expect([bench.pooled.state, bench.wait().seen, bench.loads]).toEqual(['failed', ['MODEL_INVALID'], 0]);
  });

  it('takes an Observable of another rxjs', () => {
    const events = of(progress(1), loaded());
    const bench = new Bench(() => ({ '@@observable': () => events }) as unknown as Observable<LoadEvent>);
    expect(bench.wait().seen).toEqual([1, 'loaded', 'end']);
  });

  it('ends a load when the pool closes, and begins none after', () => {
    const load = new Subject<LoadEvent>();
    const bench = new Bench(() => load);
    const waiting = bench.wait();
    bench.closed.next();
    bench.closed.complete();
    expect([waiting.seen, load.observed]).toEqual([['DISPOSED'], false]);
    expect([bench.wait().seen, bench.loads]).toEqual([['DISPOSED'], 1]);
  });

  it('disposes what it loaded, once, and can load it again', async () => {
    let disposed = 0;
    const bench = new Bench(() =>
      of(
        loaded({
          ...echoModel(),
          dispose: async () => {
            disposed++;
          },
        }),
      ),
    );
    bench.wait();
    await bench.pooled.dispose();
    await bench.pooled.dispose();
    expect([disposed, bench.pooled.state]).toEqual([1, 'unloaded']);
    expect([bench.wait().seen, bench.loads]).toEqual([['loaded', 'end'], 2]);
  });

  it('gives up a model whose engine has died, and loads it again for the next', async () => {
    const crash = () => Promise.reject(new PluginError('ENGINE_CRASHED', 'The engine has died.'));
    let disposed = 0;
    const dead = {
      ...echoModel(),
      tokenize: crash,
      dispose: async () => {
        disposed++;
      },
    };
    const bench = new Bench((number) => of(loaded(number === 1 ? dead : echoModel())));
    const first = await bench.pooled.call(async (model) => model);
    await expect(first.tokenize('a')).rejects.toMatchObject({ code: 'ENGINE_CRASHED' });
    await expect(first.tokenize('a')).rejects.toMatchObject({ code: 'ENGINE_CRASHED' });
    expect([bench.pooled.state, disposed]).toEqual(['unloaded', 1]);
    const second = await bench.pooled.call(async (model) => model);
    expect(await second.tokenize('ab')).toEqual([97, 98]);
    await expect(first.tokenize('a')).rejects.toThrow();
    expect(bench.pooled.state).toBe('loaded');
  });
});
