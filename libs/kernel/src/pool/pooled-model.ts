import { type Loaded, type LoadOptions, type LoadProgress, PluginError } from '@predict-otron/plugin-sdk';
import {
  catchError,
  concat,
  concatMap,
  defer,
  finalize,
  from,
  lastValueFrom,
  map,
  type Observable,
  of,
  ReplaySubject,
  share,
  takeUntil,
  takeWhile,
  throwError,
} from 'rxjs';
import { pluginFailure } from '../lifecycle/plugin-failure.js';
import type { DescribedModel } from './described-model.js';
import { guardedModel } from './guarded-model.js';
import type { ModelEntry } from './model-entry.js';
import type { AnyLoaded } from './model-kind.js';

type LoadEvent<Model> = LoadProgress | Loaded<Model>;

/** What a pooled model needs of its pool. */
export interface PoolSurroundings {
  /** Emits when the pool closes: no load goes on after that. */
  closed: Observable<void>;
  onLoaded(model: PooledModel): void;
}

/** One model on disk, and in memory once somebody has asked for it. */
export class PooledModel<Model extends AnyLoaded = AnyLoaded> {
  private model?: Model;
  /** The load that goes on; a new one for each. */
  private loading?: symbol;
  private loadFailure?: PluginError;
  private readonly load: Observable<LoadEvent<Model>>;

  constructor(
    readonly described: DescribedModel,
    readonly options: LoadOptions,
    private readonly surroundings: PoolSurroundings,
  ) {
    this.load = this.sharedLoad();
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

  /**
   * Cold: the loaded model, at once or after the progress of its load, then complete. All who wait at the same time share
   * one load. It is cancelled when the last of them unsubscribes, and its error reaches each of them.
   */
  acquire(): Observable<LoadEvent<Model>> {
    return defer((): Observable<LoadEvent<Model>> => {
      if (this.model) return of({ type: 'loaded', model: this.model });
      return this.described.failure ? throwError(() => this.described.failure) : this.load;
    });
  }

  /** The loaded model, as `acquire` gives it in the end. */
  async acquireLoaded(): Promise<Model> {
    return lastValueFrom(this.acquire().pipe(concatMap((event) => (event.type === 'loaded' ? [event.model] : []))));
  }

  /** Frees its memory; the next one who asks loads it again. */
  async dispose(): Promise<void> {
    const { model } = this;
    this.model = undefined;
    await model?.dispose();
  }

  private sharedLoad(): Observable<LoadEvent<Model>> {
    const { closed } = this.surroundings;
    return this.singleLoad().pipe(
      takeUntil(closed.pipe(map(refuse))),
      share({
        connector: () => new ReplaySubject(1),
        resetOnError: true,
        resetOnComplete: true,
        resetOnRefCountZero: true,
      }),
    );
  }

  private singleLoad(): Observable<LoadEvent<Model>> {
    return defer(() => {
      const load = Symbol(this.id);
      this.loading = load;
      this.loadFailure = undefined;
      return this.backendLoad().pipe(
        // kept before anybody hears of it: who then unsubscribes no longer cancels it
        map((event) => (event.type === 'loaded' ? { ...event, model: this.keep(event.model) } : event)),
        catchError((error: unknown) => {
          this.loadFailure = pluginFailure(error, `The load of ${this.id}`);
          throw this.loadFailure;
        }),
        finalize(() => {
          if (this.loading === load) this.loading = undefined;
        }),
      );
    });
  }

  /** What the backend says until the model is there; an error where it never is. */
  private backendLoad(): Observable<LoadEvent<Model>> {
    const { backend, file } = this.described;
    const events = defer(() => from(backend.load(file, this.options) as Observable<LoadEvent<Model>>));
    const noModel = throwError(() => new Error('the load completed without a model'));
    return concat(events, noModel).pipe(takeWhile(({ type }) => type !== 'loaded', true));
  }

  private keep(model: Model): Model {
    const guarded = guardedModel(model, `A call of ${this.id}`, () => this.forget(guarded));
    this.model = guarded;
    this.surroundings.onLoaded(this);
    return guarded;
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
