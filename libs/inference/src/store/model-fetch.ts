import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, resolve } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Models } from '@predict-otron/kernel';
import { ModelStore, modelName, type PullEvent } from '@predict-otron/model-store';
import { PluginError } from '@predict-otron/plugin-sdk';
import { concatMap, defer, from, type Observable, of } from 'rxjs';
import type { PullJob } from './pull-job.js';

/** Brings models: into the store, and from there into the list of models. */
@Injectable()
export class ModelFetch {
  constructor(
    private readonly store: ModelStore,
    private readonly models: Models,
  ) {}

  /** Throws `INPUT_INVALID` for what is no reference. */
  check(reference: string): void {
    this.store.parse(reference);
  }

  /** Cold: brings a model until requests can name it; what changes about the job. Unsubscribing cancels. */
  bring(text: string): Observable<Partial<PullJob>> {
    return defer(() => {
      const reference = this.store.parse(text);
      if (reference.kind === 'path') return from(this.add(reference.path));
      return this.store
        .pull(text)
        .pipe(concatMap((event) => (event.type === 'done' ? from(this.arrived(event)) : of(progressOf(event)))));
    });
  }

  private async arrived({ id, path, sizeBytes, cached }: PullEvent & { type: 'done' }): Promise<Partial<PullJob>> {
    await this.models.rescan();
    const known = this.models.list().find(({ file }) => file.path === path);
    const news = { completed_bytes: sizeBytes, total_bytes: sizeBytes, cached, model_id: known?.id ?? id };
    return known ? news : { ...news, warning: 'It is in the store, but no plugin of this server runs it.' };
  }

  /** A file of this machine stays where it is. */
  private async add(given: string): Promise<Partial<PullJob>> {
    const path = resolve(given.replace(/^~(?=[\\/])/, `${homedir()}/`));
    const status = await stat(path).catch(() => undefined);
    if (!status) throw new PluginError('MODEL_NOT_FOUND', `There is nothing at ${path}.`, { param: 'model' });
    const known = this.models.list().find(({ file }) => file.path === path);
    const { id, sizeBytes } = known ?? (await this.models.add({ id: modelName(basename(path)).id, path }));
    return { completed_bytes: sizeBytes, total_bytes: sizeBytes, cached: true, model_id: id };
  }
}

function progressOf(event: PullEvent & { type: 'progress' }): Partial<PullJob> {
  return {
    phase: event.phase,
    completed_bytes: event.completedBytes,
    total_bytes: event.totalBytes,
    bytes_per_second: event.bytesPerSecond,
    ...(event.etaSeconds !== undefined && { eta_seconds: event.etaSeconds }),
  };
}
