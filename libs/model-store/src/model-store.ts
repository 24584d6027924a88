import { realpath, stat } from 'node:fs/promises';
import { PluginError } from '@predict-otron/plugin-sdk';
import { Observable } from 'rxjs';
import { RepoFolder } from './cache/repo-folder.js';
import { removeUrlFile } from './cache/url-folder.js';
import { diskFailure } from './download/disk-failure.js';
import { DOWNLOAD_TUNING, type DownloadTuning } from './download/download-file.js';
import { HubClient } from './hub/hub-client.js';
import { HttpClient } from './net/http-client.js';
import { fetchFileFor } from './pull/fetch-file.js';
import { FileWork } from './pull/file-work.js';
import type { PullEvent } from './pull/pull-event.js';
import { pullFromHub } from './pull/pull-hub.js';
import { PullMeter } from './pull/pull-progress.js';
import { pullFromUrl } from './pull/pull-url.js';
import { chooseFiles } from './reference/choose-files.js';
import type { PreferFiles } from './reference/file-preference.js';
import type { HubReference, ModelReference } from './reference/model-reference.js';
import { parseReference } from './reference/parse-reference.js';
import { scanStore } from './scan-store.js';
import type { StoreSettings } from './store-settings.js';
import type { StoredModel } from './stored-model.js';
import { type Verification, verifyModel } from './verify-model.js';

type RemoteReference = Exclude<ModelReference, { kind: 'path' }>;

/** Models from the Hub and from public addresses, on disk in the layout of the Hub's own tools. */
export class ModelStore {
  private readonly http = new HttpClient();
  private readonly hub: HubClient;
  private readonly work: FileWork;

  /** @param prefer which files suit this machine, where a reference names none; without it the same on every machine */
  constructor(
    readonly settings: StoreSettings,
    tuning: Partial<DownloadTuning> = {},
    private readonly prefer: PreferFiles = async () => undefined,
  ) {
    this.hub = new HubClient(this.http, settings, tuning.backoff);
    this.work = new FileWork({ ...DOWNLOAD_TUNING, ...tuning });
  }

  /** Reads a reference; throws `INPUT_INVALID`. */
  parse(text: string): ModelReference {
    return parseReference(text, this.settings.endpoint);
  }

  /**
   * Cold: brings a model into the store unless it is there, with its progress. Unsubscribing cancels; what has come is kept
   * for the next time. Errors have the codes of the closed set: `GATED`, `UNAUTHENTICATED`, `FORBIDDEN`, `MODEL_NOT_FOUND`,
   * `MODEL_INVALID`, `DISK_FULL`, `RATE_LIMITED`, `UPSTREAM`, `INPUT_INVALID`.
   */
  pull(text: string): Observable<PullEvent> {
    return new Observable<PullEvent>((subscriber) => {
      const controller = new AbortController();
      const meter = new PullMeter((progress) => subscriber.next(progress));
      this.bring(text, meter, controller.signal).then(
        (done) => {
          subscriber.next(done);
          subscriber.complete();
        },
        (error) => subscriber.error(PluginError.from(diskFailure(error))),
      );
      return () => controller.abort();
    });
  }

  /** All models of the store, whoever downloaded them. */
  list(): Promise<StoredModel[]> {
    return scanStore(this.settings);
  }

  /** The model with this id or alias. */
  async find(name: string): Promise<StoredModel | undefined> {
    const models = await this.list();
    return models.find(({ id }) => id === name) ?? models.find(({ aliases }) => aliases.includes(name));
  }

  /** Deletes a model's files; those that another model shares stay. @returns bytes that were freed */
  async remove({ origin, path }: StoredModel): Promise<number> {
    if ('url' in origin) return removeUrlFile(path);
    return new RepoFolder(this.settings.hubCache, origin.repo).remove(origin.paths, origin.revision);
  }

  /** Reads all of a model and compares it with its checksums. */
  verify(model: StoredModel, signal?: AbortSignal): Promise<Verification> {
    return verifyModel(model, signal);
  }

  /** Ends all connections. */
  close(): Promise<void> {
    return this.http.close();
  }

  private async bring(text: string, meter: PullMeter, signal: AbortSignal): Promise<PullEvent> {
    const reference = this.parse(text);
    if (reference.kind === 'path')
      throw new PluginError('INPUT_INVALID', 'A path is not pulled: it is there already.', { param: 'model' });
    meter.enter('resolving');
    const before = new Set((await this.list()).map(({ path }) => path));
    const path = await this.fetchOrFind(reference, meter, signal);
    const model = await this.holderOf(path);
    if (!model) throw new PluginError('MODEL_INVALID', `The files of ${text} are no model.`, { param: 'model' });
    const sizes = await Promise.all(model.locations.map(async (location) => (await stat(location)).size));
    const sizeBytes = sizes.reduce((sum, size) => sum + size, 0);
    return { type: 'done', id: model.id, path: model.path, sizeBytes, cached: before.has(model.path) };
  }

  /** The model that has this file; where two revisions have the same content, the one that stands for both. */
  private async holderOf(path: string): Promise<StoredModel | undefined> {
    const models = await this.list();
    const content = await realpath(path);
    const holds = async (location: string) => location === path || (await realpath(location)) === content;
    for (const model of models) {
      if ((await Promise.all(model.locations.map(holds))).includes(true)) return model;
    }
    return models.find((it) => it.path === path);
  }

  /** A Hub that cannot be reached is no reason to be without a model that is here. */
  private async fetchOrFind(reference: RemoteReference, meter: PullMeter, signal: AbortSignal): Promise<string> {
    if (this.settings.offline) return (await this.entryOnDisk(reference)) ?? notHere();
    try {
      return await this.fetch(reference, meter, signal);
    } catch (error) {
      const isUnreachable = PluginError.is(error) && error.code === 'UPSTREAM';
      const path = isUnreachable ? await this.entryOnDisk(reference).catch(() => undefined) : undefined;
      if (path === undefined) throw error;
      return path;
    }
  }

  private async fetch(reference: RemoteReference, meter: PullMeter, signal: AbortSignal): Promise<string> {
    const fetchFile = fetchFileFor(this.work, meter, signal);
    const tools = { settings: this.settings, hub: this.hub, fetchFile, meter, signal };
    return reference.kind === 'hub'
      ? pullFromHub(reference, tools, await this.prefer(reference.repo))
      : pullFromUrl(reference, this.http, 'public', tools);
  }

  /** Without a network, what is there is all there is. */
  private async entryOnDisk(reference: RemoteReference): Promise<string | undefined> {
    if (reference.kind === 'url') return (await this.find(reference.url))?.path;
    return this.hubEntryOnDisk(reference);
  }

  private async hubEntryOnDisk(reference: HubReference): Promise<string | undefined> {
    const files = await new RepoFolder(this.settings.hubCache, reference.repo).files(reference.revision);
    if (files.length === 0) return undefined;
    const { entry } = chooseFiles(
      reference,
      files.map(({ path }) => path),
      { preference: await this.prefer(reference.repo) },
    );
    return files.find(({ path }) => path === entry)?.location;
  }
}

function notHere(): never {
  const message = 'It is not on this disk, and HF_HUB_OFFLINE is set: nothing is asked of the network.';
  throw new PluginError('MODEL_NOT_FOUND', message, { param: 'model' });
}
