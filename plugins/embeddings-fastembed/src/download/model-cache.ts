import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fromAbortable, type Logger, PluginError } from '@predict-otron/plugin-sdk';
import { defer, distinctUntilChanged, type Observable, ReplaySubject, scan, share } from 'rxjs';
import { type CatalogueModel, findInCatalogue } from '../catalogue/catalogue.js';
import type { PluginConfig } from '../plugin-config.js';
import { downloadModel, isDiskFull } from './download-model.js';
import { PassingFailure } from './fetch-archive.js';
import { flawIn } from './manifest.js';
import { DOWNLOAD_PREFIX, removeStaleDownloads } from './stale-downloads.js';

const ATTEMPTS = 3;
const FIRST_PAUSE_MS = 500;

/** The folder of downloaded models: each is there whole and checked, or not at all. */
export class ModelCache {
  private readonly downloads = new Map<string, Observable<number>>();
  private readonly sha256: Map<string, string>;

  /** Throws `INPUT_INVALID` for the checksum of a model that is not in the catalogue. */
  constructor(
    private readonly config: PluginConfig,
    private readonly logger: Logger,
  ) {
    this.sha256 = new Map(
      Object.entries(config.sha256).map(([name, sha256]) => {
        const model = findInCatalogue(name);
        if (model) return [model.name, sha256];
        throw new PluginError('INPUT_INVALID', `sha256 names ${name}, which fastembed does not have`, {
          param: `sha256.${name}`,
        });
      }),
    );
  }

  /** Absolute path of the folder in which a model lies, or would. */
  folderOf(model: CatalogueModel): string {
    return join(this.config.cacheFolder, model.name);
  }

  /**
   * Sees to it that a model is here: checks what is, removes what is broken, fetches what is missing. Emits the fraction
   * done, never falling, and completes. All subscribers of one model share one download; it stops when the last leaves.
   * Throws `UPSTREAM` and `DISK_FULL`.
   */
  fetch(model: CatalogueModel): Observable<number> {
    const shared =
      this.downloads.get(model.name) ??
      defer(() => fromAbortable((signal) => this.ensure(model, signal))).pipe(
        scan((done, fraction) => Math.max(done, Math.floor(fraction * 100) / 100), 0),
        distinctUntilChanged(),
        share({ connector: () => new ReplaySubject<number>(1) }),
      );
    this.downloads.set(model.name, shared);
    return shared;
  }

  private async *ensure(model: CatalogueModel, signal: AbortSignal): AsyncGenerator<number> {
    const folder = this.folderOf(model);
    yield 0;
    await mkdir(this.config.cacheFolder, { recursive: true });
    await removeStaleDownloads(this.config.cacheFolder);
    const flaw = await flawIn(folder, model.modelFile);
    if (flaw === undefined || signal.aborted) return;
    if (flaw !== 'absent') this.logger.warn('a broken model is removed and fetched again', { folder, flaw });
    await rm(folder, { recursive: true, force: true });
    for (let attempt = 1; !signal.aborted; attempt++) {
      const workFolder = await mkdtemp(join(this.config.cacheFolder, `${DOWNLOAD_PREFIX}${model.name}-`));
      const url = new URL(model.archive, this.config.downloadBaseUrl);
      const sha256 = this.sha256.get(model.name);
      try {
        yield* downloadModel({ url, sha256, modelFile: model.modelFile, folder, workFolder }, signal);
        return;
      } catch (error) {
        await this.pause(error, attempt, signal);
      } finally {
        await removeWorkFolder(workFolder);
      }
    }
  }

  /** Waits before the next attempt, or throws when there is none to be made. */
  private async pause(error: unknown, attempt: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    if (isDiskFull(error)) {
      const message = `no room for the model in ${this.config.cacheFolder}: free some, or set cacheFolder elsewhere`;
      throw new PluginError('DISK_FULL', message, {}, { cause: error });
    }
    if (!(error instanceof PassingFailure)) throw error;
    if (attempt === ATTEMPTS) {
      throw new PluginError('UPSTREAM', `${error.message}; tried ${attempt} times`, { retryAfterSeconds: 30 });
    }
    this.logger.warn('the download is tried again', { reason: error.message });
    await sleep(FIRST_PAUSE_MS * 2 ** (attempt - 1), undefined, { signal }).catch(() => undefined);
  }
}

/** What is still being written by an unpacking that failed is waited for; what stays is swept up by a later download. */
async function removeWorkFolder(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 }).catch(() => undefined);
}
