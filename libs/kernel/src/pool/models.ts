import { Injectable } from '@nestjs/common';
import { defer, EMPTY, lastValueFrom, type Observable } from 'rxjs';
import { type TimeLimit, TimeLimits } from '../inference/time-limits.js';
import { withDeadline } from '../inference/with-deadline.js';
import { QueueClock } from '../queue/queue-clock.js';
import type { EntryEvent } from './entry-event.js';
import type { ModelEntry } from './model-entry.js';
import { modelEntry } from './model-entry-of.js';
import type { AddedModel } from './model-files.js';
import type { ModelFit } from './model-fit.js';
import type { ModelKind } from './model-kind.js';
import type { ModelLoad } from './model-load.js';
import { ModelPool } from './model-pool.js';

/** Which models there are, and which of them are in memory. */
@Injectable()
export class Models {
  /** Each load as it ends, well or not. Hot. */
  readonly loads: Observable<ModelLoad>;

  constructor(
    private readonly pool: ModelPool,
    private readonly limits: TimeLimits,
  ) {
    this.loads = pool.loads.asObservable();
  }

  /** All models, broken ones too, sorted by id. */
  list(): ModelEntry[] {
    return this.pool.all().map((model) => modelEntry(model, this.pool.names));
  }

  /** By id, alias or `default`. Throws `MODEL_NOT_FOUND`, with details `param` and `known`. */
  find(id: string, kind?: ModelKind): ModelEntry {
    return modelEntry(this.pool.find(id, kind), this.pool.names);
  }

  /**
   * Loads a model unless it is in memory; rejects with why it cannot. Where `limit` is given it is a request that waits,
   * and no longer than that and the server's own limits let it.
   */
  async load(id: string, limit?: TimeLimit): Promise<void> {
    const { deadline, maxQueueMs } = limit ? this.limits.of(limit) : {};
    const loading = new QueueClock(maxQueueMs).watch(this.loading(id)).pipe(withDeadline(deadline));
    await lastValueFrom(loading, { defaultValue: undefined });
  }

  /**
   * Cold: loads a model unless it is in memory, with its progress; completes when it is there. Unsubscribing cancels the
   * load unless somebody else waits for it.
   */
  loading(id: string): Observable<EntryEvent> {
    return defer(() => this.pool.find(id).use(() => EMPTY));
  }

  /**
   * Would it fit into memory, on which devices, with how many layers, and what would have to leave? Found out without
   * loading it. Rejects with `MODEL_INVALID` for a broken file.
   */
  async fit(id: string): Promise<ModelFit> {
    return this.pool.fit(id);
  }

  /**
   * Milliseconds that a model stays in memory from now on whenever it has answered; infinite for ever, 0 frees its memory
   * as soon as nobody uses it. Loads nothing.
   */
  keep(id: string, ms: number): void {
    const model = this.pool.find(id);
    model.keepAlive.set(ms);
    // a model that is idle already counts from now
    if (model.inMemory) model.use(() => EMPTY).subscribe({ error: () => undefined });
  }

  /** Frees a model's memory as soon as it has answered whom it is answering; requests that come later load it again. */
  async unload(id: string): Promise<void> {
    await this.pool.find(id).unload();
  }

  /**
   * Looks at the disk again: new models appear, those whose files are gone disappear, and those whose files have changed
   * are loaded anew when they are next asked for. What is being answered is answered to its end.
   */
  async rescan(): Promise<void> {
    await this.pool.rescan();
  }

  /** Adds a model outside of the model folders, until the server ends. Rejects with `CONFLICT` where the id is taken. */
  async add(model: AddedModel): Promise<ModelEntry> {
    await this.pool.add(model);
    return this.find(model.id);
  }

  /**
   * Takes a model out of the list, and out of memory once it has answered whom it is answering. Its files are the
   * caller's: as long as they lie in a model folder, the next `rescan` finds them again.
   */
  async remove(id: string): Promise<void> {
    await this.pool.remove(id);
  }

  /** True when every default model that exists has been loaded. One that had to make room since is loaded on demand. */
  ready(): boolean {
    return this.pool.defaults().every(({ wasLoaded }) => wasLoaded);
  }
}
