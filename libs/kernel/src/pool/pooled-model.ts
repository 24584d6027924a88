// Long because it is one state machine: the door, the users and the load of a model decide over one another.
import {
  type Loaded,
  type LoadOptions,
  type MemoryNeed,
  PluginError,
  type QueuedEvent,
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
  throwError,
} from 'rxjs';
import type { MeasuredMemory } from '../budget/measured-memory.js';
import type { Tenant } from '../budget/tenant.js';
import { whenLost } from '../isolation/lost-models.js';
import { pluginFailure } from '../lifecycle/plugin-failure.js';
import { backendLoad } from './backend-load.js';
import type { DescribedModel } from './described-model.js';
import type { EntryEvent } from './entry-event.js';
import { guardedModel } from './guarded-model.js';
import { KeepAlive } from './keep-alive.js';
import type { ModelEntry } from './model-entry.js';
import type { AnyLoaded } from './model-kind.js';
import { Users } from './users.js';

type Entry<Model> = EntryEvent | Loaded<Model>;

/** What a pooled model needs of its pool. */
export interface PoolSurroundings {
  /** Emits when the pool closes: no load goes on after that. */
  closed: Observable<void>;
  onLoaded(model: PooledModel): void;
  onLoadFailed?(model: PooledModel, failure: PluginError): void;
  /** What models took in earlier processes. */
  measures?: Pick<MeasuredMemory, 'find' | 'keep'>;
  /** The memory, and the line before it; without one there is room for all. */
  room?: {
    enter(model: Tenant): Observable<QueuedEvent>;
    correct(model: Tenant, measured: readonly MemoryNeed[]): void;
    left(model: Tenant): void;
    settleSoon(): void;
  };
}

/** What the configuration says of how long a model stays in memory. */
export interface Stay {
  /** Never unloaded to make room, nor by time. */
  pinned?: boolean;
  /** Milliseconds after its last answer; infinite by default. */
  keepAliveMs?: number;
}

/** One model on disk, and in memory once somebody has asked for it. */
export class PooledModel<Model extends AnyLoaded = AnyLoaded> implements Tenant {
  /** Emits when one whom it answered has left, and when a load or an unload has ended. */
  private readonly changes = new Subject<void>();
  private readonly users = new Users(() => this.changes.next());
  readonly keepAlive: KeepAlive;
  readonly pinned: boolean;
  yielding = false;
  loadedAt = 0;
  loadMs = 0;
  private model?: Model;
  /** The load that goes on; a new one for each. */
  private loading?: symbol;
  private leaving?: Promise<void>;
  private loadFailure?: PluginError;
  private measured?: MemoryNeed[];
  private slotsOfLast?: number;
  private readonly entry: Observable<Entry<Model>>;

  constructor(
    readonly described: DescribedModel,
    readonly options: LoadOptions,
    private readonly surroundings: PoolSurroundings,
    { pinned = false, keepAliveMs = Number.POSITIVE_INFINITY }: Stay = {},
  ) {
    this.entry = this.sharedEntry();
    this.pinned = pinned;
    this.keepAlive = new KeepAlive(keepAliveMs, () => void this.unload().catch(() => {}));
    this.changes.subscribe(() => this.onChange());
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

  get inMemory(): boolean {
    return this.model !== undefined;
  }

  /** It has been in memory, now or before. */
  get wasLoaded(): boolean {
    return this.loadedAt > 0;
  }

  get isLeaving(): boolean {
    return this.leaving !== undefined;
  }

  get userCount(): number {
    return this.users.count;
  }

  get lastUsedAt(): number {
    return this.users.lastUsedAt ?? 0;
  }

  /** Milliseconds since the epoch when it will be unloaded, where nobody asks for it before. */
  get expiresAt(): number | undefined {
    return this.keepAlive.expiresAt;
  }

  /** What it took when it was last loaded, as far as its backend can measure it. */
  get memory(): MemoryNeed[] | undefined {
    return this.measured;
  }

  /** Answers that it generates at the same time, in its own word; known once it was loaded. */
  get slots(): number | undefined {
    return this.slotsOfLast;
  }

  async needs(): Promise<MemoryNeed[]> {
    if (this.measured && this.measured.length > 0) return this.measured;
    const { backend, file } = this.described;
    try {
      const before = await this.surroundings.measures?.find(this.described, this.options);
      return before ?? (await backend.estimate(file, this.options));
    } catch (error) {
      throw pluginFailure(error, `The estimate of ${this.id}`);
    }
  }

  /**
   * Cold: what `work` makes of the loaded model, which stays in memory until that ends or is unsubscribed. Where it is not
   * in memory, first its places in the line and the progress of its load. All who wait at the same time share one load; it
   * is cancelled when the last of them unsubscribes, and its error reaches each of them.
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
    this.keepAlive.stop();
    try {
      await model?.dispose();
    } finally {
      this.surroundings.room?.left(this);
    }
  }

  private enter<T, Told>(
    work: (model: Model) => Observable<T>,
    tell: (event: EntryEvent) => Observable<Told>,
  ): Observable<T | Told> {
    const occupied = (model: Model) =>
      defer(() => {
        this.keepAlive.stop();
        return work(model);
      }).pipe(this.users.counted());
    return defer((): Observable<T | Told> => {
      if (this.model && !this.leaving && !this.yielding) return occupied(this.model);
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

  private onChange(): void {
    if (this.model && this.users.count === 0 && !this.pinned) this.keepAlive.start();
    this.surroundings.room?.settleSoon();
  }

  private sharedEntry(): Observable<Entry<Model>> {
    const { closed, room } = this.surroundings;
    // a model that is on its way out is loaded anew once it is out
    const departure = defer(() => (this.leaving ? from(this.leaving.catch(() => {})).pipe(ignoreElements()) : EMPTY));
    const admission = defer(() => room?.enter(this) ?? EMPTY);
    // its door may have been opened again while it was still in memory
    const load = defer(() =>
      this.model ? of<Loaded<Model>>({ type: 'loaded', model: this.model }) : this.singleLoad(),
    );
    return concat(departure, admission, load).pipe(
      catchError((error: unknown) => {
        this.loadFailure = pluginFailure(error, `The load of ${this.id}`);
        this.surroundings.onLoadFailed?.(this, this.loadFailure);
        throw this.loadFailure;
      }),
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
    const load = Symbol(this.id);
    const startedAt = Date.now();
    this.loading = load;
    this.loadFailure = undefined;
    return backendLoad<Model>(this.described, this.options).pipe(
      // kept before anybody hears of it: who then unsubscribes no longer cancels it
      map((event): Entry<Model> => {
        if (event.type === 'progress') return { type: 'loading', progress: event.progress };
        this.loadMs = Date.now() - startedAt;
        return { ...event, model: this.keep(event.model) };
      }),
      finalize(() => {
        if (this.loading === load) this.loading = undefined;
        if (!this.model) this.surroundings.room?.left(this);
        this.changes.next();
      }),
    );
  }

  private keep(model: Model): Model {
    const guarded = guardedModel(model, `A call of ${this.id}`, () => this.forget(guarded));
    this.model = guarded;
    this.loadedAt = Date.now();
    whenLost(model, () => this.forget(guarded));
    if ('parallel' in guarded) this.slotsOfLast = guarded.parallel;
    void this.measure(guarded);
    this.surroundings.onLoaded(this);
    return guarded;
  }

  /** What cannot be measured stays as it was estimated. */
  private async measure(model: Model): Promise<void> {
    try {
      this.measured = await model.memory();
      if (this.model === model) this.surroundings.room?.correct(this, this.measured);
      await this.surroundings.measures?.keep(this.described, this.options, this.measured);
    } catch {
      this.measured = undefined;
    }
  }

  /** Its engine died: what is left of it is given up, and the next one who asks loads it again. */
  private forget(dead: Model): void {
    if (this.model !== dead) return;
    this.model = undefined;
    this.keepAlive.stop();
    this.surroundings.room?.left(this);
    dead.dispose().catch(() => {});
  }
}

function refuse(): never {
  throw new PluginError('DISPOSED', 'The server is shutting down.');
}
