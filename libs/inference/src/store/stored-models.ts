import { Injectable } from '@nestjs/common';
import { type ModelEntry, Models } from '@predict-otron/kernel';
import { ModelStore, type StoredModel } from '@predict-otron/model-store';
import { PluginError } from '@predict-otron/plugin-sdk';
import type { DeletedModel, VerificationReport } from './verification-report.js';

/** The store's models, under the names by which the server knows them. */
@Injectable()
export class StoredModels {
  constructor(
    private readonly models: Models,
    private readonly store: ModelStore,
  ) {}

  /** Paths of what is in the store. */
  async paths(): Promise<Set<string>> {
    return new Set((await this.store.list()).map(({ path }) => path));
  }

  /** Out of the list, out of memory once it has answered whom it is answering, and from the disk. */
  async delete(name: string): Promise<DeletedModel> {
    const entry = this.models.find(name);
    const { id } = entry;
    const stored = await this.storedAs(entry);
    await this.models.remove(id);
    const freed = await this.store.remove(stored);
    await this.models.rescan();
    return { id, object: 'model', deleted: true, freed_bytes: freed };
  }

  /** Reads all of one model of the store, or of all. */
  async verify(name: string | undefined, signal: AbortSignal): Promise<VerificationReport> {
    const wanted = name === undefined ? await this.store.list() : [await this.storedAs(this.models.find(name))];
    const models: VerificationReport['models'] = [];
    for (const model of wanted) models.push(await this.store.verify(model, signal));
    return { ok: models.every(({ damaged }) => damaged.length === 0), models };
  }

  private async storedAs({ id, file }: ModelEntry): Promise<StoredModel> {
    const stored = (await this.store.list()).find(({ path }) => path === file.path);
    if (stored) return stored;
    const message = `${id} was not downloaded by the store; its files are for you to change or remove: ${file.path}.`;
    throw new PluginError('CONFLICT', message, { param: 'model' });
  }
}
