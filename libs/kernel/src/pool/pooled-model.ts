import {
  type Loaded,
  type LoadOptions,
  type LoadProgress,
  type MemoryNeed,
  PluginError,
} from '@predict-otron/plugin-sdk';
import {
  catchError,
  concat,
  concatMap,
  defer,
  EMPTY,
  filter,
  finalize,
  firstValueFrom,
  from,
  ignoreElements,
  lastValueFrom,
  map,
  type Observable,
  of,
  ReplaySubject,
  Subject,
  share,
  startWith,
  takeUntil,
  takeWhile,
  throwError,
} from 'rxjs';
import { pluginFailure } from '../lifecycle/plugin-failure.js';
import type { DescribedModel } from './described-model.js';
import type { EntryEvent } from './entry-event.js';
import { guardedModel } from './guarded-model.js';
import type { ModelEntry } from './model-entry.js';
import type { AnyLoaded } from './model-kind.js';
import { Users } from './users.js';

type Entry<Model> = EntryEvent | Loaded<Model>;

/** What a pooled model needs of its pool. */
export interface PoolSurroundings {
  /** Emits when the pool closes: no load goes on after that. */
  closed: Observable<void>;
  onLoaded(model: PooledModel): void;
}

/** One model on disk, and in memory once somebody has asked for it. */
export class PooledModel<Model extends AnyLoaded = AnyLoaded> {
  /** Emits when one whom it answered has left, and when a load or an unload has ended. */
  readonly changes = new Subject<void>();
  /** Those whom it is answering. */
  readonly users = new Users(() => this.changes.next());
  private model?: Model;
  /** The load that goes on; a new one for each. */
  private loading?: symbol;
  private leaving?: Promise<void>;
  private loadFailure?: PluginError;
  private measured?: MemoryNeed[];
  private slotsOfLast?: number;
  private loads = 0;
  private readonly entry: Observable<Entry<Model>>;

  constructor(
    readonly described: DescribedModel,
    readonly options: LoadOptions,
    private readonly surroundings: PoolSurroundings,
  ) {
    this.entry = this.sharedEntry();
  }

  get id(): string {
    return this.described.file.id;
  }

  get state(): ModelEntry['state'] {
    if (this.model) return 'loaded';
    if (this.loading) return 'loading';
    return this.failure ? 'failed' : 'unloaded';
  }

  /** Why it is broken, or why its last load failed. */
  get failure(): PluginError | undefined {
    return this.described.failure ?? this.loadFailure;
  }

  /** What is in memory, if anything. */
  get loaded(): Model | undefined {
    return this.model;
  }

  /** What it took when it was last loaded, as far as its backend can measure it. */
  get memory(): MemoryNeed[] | undefined {
    return this.measured;
  }

  /** It has been in memory, now or before. */
  get wasLoaded(): boolean {
    return this.loads > 0;
  }

  /** Answers that it generates at the same time, in its own word; known once it was loaded. */
  get slots(): number | undefined {
    return this.slotsOfLast;
  }

  /**
   * Cold: what `work` makes of the loaded model, which stays in memory until that ends or is unsubscribed. Where it is not
   * in memory, first the progress of its load. All who wait at the same time share one load; it is cancelled when the last
   * of them unsubscribes, and its error reaches each of them.
   */
  use<T>(work: (model: Model) => Observable<T>): Observable<EntryEvent | T> {
    return this.enter<T, EntryEvent>(work, (event) => of(event));
  }

  /** The same without word of the wait. */
  useSilently<T>(work: (model: Model) => Observable<T>): Observable<T> {
    return this.enter<T, never>(work, () => EMPTY);
  }

  /** What one call of the loaded model resolves to. */
  async call<T>(work: (model: Model) => Promise<T>): Promise<T> {
    return lastValueFrom(this.useSilently((model) => from(work(model))));
  }

  /** Lets nobody in, waits for those it answers, and frees its memory. Who asks meanwhile has it loaded anew after that. */
  unload(): Promise<void> {
    this.leaving ??= this.leave().finally(() => {
      this.leaving = undefined;
      this.changes.next();
    });
    return this.leaving;
  }

  /** Frees its memory at once. */
  async dispose(): Promise<void> {
    const { model } = this;
    this.model = undefined;
    await model?.dispose();
  }

  private enter<T, Told>(
    work: (model: Model) => Observable<T>,
    tell: (event: EntryEvent) => Observable<Told>,
  ): Observable<T | Told> {
    const occupied = (model: Model) => defer(() => work(model)).pipe(this.users.counted());
    return defer((): Observable<T | Told> => {
      if (this.model && !this.leaving) return occupied(this.model);
      const { failure } = this.described;
      if (failure) return throwError(() => failure);
      return this.entry.pipe(
        concatMap((event): Observable<T | Told> => (event.type === 'loaded' ? occupied(event.model) : tell(event))),
      );
    });
  }

  private async leave(): Promise<void> {
    const free = () => !this.loading && this.users.count === 0;
    await firstValueFrom(this.changes.pipe(startWith(undefined), filter(free)));
    await this.dispose();
  }

  private sharedEntry(): Observable<Entry<Model>> {
    const { closed } = this.surroundings;
    // a model that is on its way out is loaded anew once it is out
    const departure = defer(() => (this.leaving ? from(this.leaving.catch(() => {})).pipe(ignoreElements()) : EMPTY));
    return concat(departure, this.singleLoad()).pipe(
      takeUntil(closed.pipe(map(refuse))),
      share({
        connector: () => new ReplaySubject(1),
        resetOnError: true,
        resetOnComplete: true,
        resetOnRefCountZero: true,
      }),
    );
  }

  private singleLoad(): Observable<Entry<Model>> {
    return defer(() => {
      const load = Symbol(this.id);
      this.loading = load;
      this.loadFailure = undefined;
      return this.backendLoad().pipe(
        // kept before anybody hears of it: who then unsubscribes no longer cancels it
        map((event): Entry<Model> => {
          if (event.type === 'loaded') return { ...event, model: this.keep(event.model) };
          return { type: 'loading', progress: event.progress };
        }),
        catchError((error: unknown) => {
          this.loadFailure = pluginFailure(error, `The load of ${this.id}`);
          throw this.loadFailure;
        }),
        finalize(() => {
          if (this.loading === load) this.loading = undefined;
          this.changes.next();
        }),
      );
    });
  }

  /** What the backend says until the model is there; an error where it never is. */
  private backendLoad(): Observable<LoadProgress | Loaded<Model>> {
    const { backend, file } = this.described;
    const events = defer(() => from(backend.load(file, this.options) as Observable<LoadProgress | Loaded<Model>>));
    const noModel = throwError(() => new Error('the load completed without a model'));
    return concat(events, noModel).pipe(takeWhile(({ type }) => type !== 'loaded', true));
  }

  private keep(model: Model): Model {
    const guarded = guardedModel(model, `A call of ${this.id}`, () => this.forget(guarded));
    this.model = guarded;
    this.loads++;
    if ('parallel' in guarded) this.slotsOfLast = guarded.parallel;
    void this.measure(guarded);
    this.surroundings.onLoaded(this);
    return guarded;
  }

  /** What cannot be measured stays unknown: nothing depends on it. */
  private async measure(model: Model): Promise<void> {
    try {
      this.measured = await model.memory();
    } catch {
      this.measured = undefined;
    }
  }

  /** Its engine died: what is left of it is given up, and the next one who asks loads it again. */
  private forget(dead: Model): void {
    if (this.model !== dead) return;
    this.model = undefined;
    dead.dispose().catch(() => {});
  }
}

function refuse(): never {
  throw new PluginError('DISPOSED', 'The server is shutting down.');
}
