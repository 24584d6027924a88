import assert from 'node:assert/strict';
import { availableParallelism } from 'node:os';
import type { Loaded, LoadOptions, LoadProgress, Match, MemoryNeed, ModelFile } from '@predict-otron/plugin-sdk';
import { lastValueFrom, type Observable } from 'rxjs';
import type { ModelUnderTest } from '../options.js';

/** What runners, embedding backends and rerank backends have in common. */
export interface ModelBackend<Info, Model> {
  id: string;
  describe(file: ModelFile): Promise<Info | undefined>;
  estimate(file: ModelFile, options: LoadOptions): Promise<MemoryNeed[]>;
  load(file: ModelFile, options: LoadOptions): Observable<LoadProgress | Loaded<Model>>;
}

/** What loaded models of every kind have in common. */
export interface AnyLoaded<Info> {
  info: Info;
  memory(): Promise<MemoryNeed[]>;
  dispose(): Promise<void>;
}

const DEFAULTS: LoadOptions = {
  placement: [{ deviceId: 'cpu', layers: 'all' }],
  contextTokens: 256,
  parallel: 4,
  threads: Math.min(2, availableParallelism()),
};

/** One model and the backend that knows it best. */
export class ModelSubject<
  Info extends { match: Match },
  Model extends AnyLoaded<Info>,
  Options extends ModelUnderTest = ModelUnderTest,
> {
  readonly #opened: Model[] = [];
  #shared?: Promise<Model>;

  constructor(
    readonly options: Options,
    readonly backends: () => Promise<ModelBackend<Info, Model>[] | undefined>,
    readonly scratchFolder: () => Promise<string>,
  ) {}

  get loadOptions(): LoadOptions {
    return { ...DEFAULTS, ...this.options.load };
  }

  /** The backend with the best score for the model, and what it says of it. */
  async backend(): Promise<{ backend: ModelBackend<Info, Model>; info: Info }> {
    const candidates = [];
    for (const backend of (await this.backends()) ?? []) {
      const info = await backend.describe(this.options.file);
      if (info) candidates.push({ backend, info });
    }
    candidates.sort((a, b) => b.info.match.score - a.info.match.score);
    const [best] = candidates;
    assert.ok(best, `No backend of the plugin describes ${this.options.file.path}.`);
    return best;
  }

  /** The loaded model that all checks share. None may dispose it. */
  model(): Promise<Model> {
    this.#shared ??= this.load();
    return this.#shared;
  }

  /** A model of the check's own. */
  async load(): Promise<Model> {
    const { backend } = await this.backend();
    const last = await lastValueFrom(backend.load(this.options.file, this.loadOptions));
    assert.equal(last.type, 'loaded', 'The last value of a load must be the loaded model.');
    return this.own((last as Loaded<Model>).model);
  }

  /** Takes over a model: it is disposed when the test ends. */
  own(model: Model): Model {
    this.#opened.push(model);
    return model;
  }

  async close(): Promise<void> {
    for (const model of this.#opened.splice(0)) await model.dispose();
  }
}
