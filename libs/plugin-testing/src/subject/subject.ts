import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { completeConfig } from '@predict-otron/plugin-host/package';
import type {
  Contributions,
  EmbedderInfo,
  LoadedEmbedder,
  LoadedModel,
  LoadedReranker,
  ModelInfo,
  Plugin,
  RerankerInfo,
} from '@predict-otron/plugin-sdk';
import { Subject as RxSubject } from 'rxjs';
import type { LanguageModelUnderTest, PluginTestOptions } from '../options.js';
import { ModelSubject } from './model-subject.js';
import type { Place } from './place.js';

/** A language model under test. */
export type LanguageSubject = ModelSubject<ModelInfo, LoadedModel, LanguageModelUnderTest>;
export type EmbedderSubject = ModelSubject<EmbedderInfo, LoadedEmbedder>;
export type RerankerSubject = ModelSubject<RerankerInfo, LoadedReranker>;

const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** A plugin under test in one place. It is set up when first asked for; `close` ends everything that was opened. */
export class Subject {
  readonly #closing = new RxSubject<void>();
  readonly #opened: Contributions[] = [];
  #scratch?: Promise<string>;
  #contributions?: Promise<Contributions>;

  readonly language?: LanguageSubject;
  readonly embedding?: EmbedderSubject;
  readonly rerank?: RerankerSubject;

  constructor(
    readonly plugin: Plugin,
    readonly options: PluginTestOptions,
    readonly place: Place,
  ) {
    const { language, embedding, rerank } = options;
    const scratch = () => this.scratchFolder();
    if (language) this.language = new ModelSubject(language, async () => (await this.contributions()).runners, scratch);
    if (embedding)
      this.embedding = new ModelSubject(embedding, async () => (await this.contributions()).embedders, scratch);
    if (rerank) this.rerank = new ModelSubject(rerank, async () => (await this.contributions()).rerankers, scratch);
  }

  /** The contributions that all checks share. */
  contributions(): Promise<Contributions> {
    this.#contributions ??= this.setUp();
    return this.#contributions;
  }

  /** Contributions of a setup of their own. */
  async setUp(): Promise<Contributions> {
    const contributions = await this.plugin.setup({
      config: completeConfig(this.plugin.configSchema, this.options.config ?? {}),
      logger: SILENT,
      cacheFolder: await this.scratchFolder(),
      closing: this.#closing,
    });
    const placed = await this.place.contributions(contributions);
    this.#opened.push(placed);
    return placed;
  }

  /** A folder of the test's own, gone after it. */
  scratchFolder(): Promise<string> {
    this.#scratch ??= mkdtemp(join(tmpdir(), 'plugin-test-'));
    return this.#scratch;
  }

  async close(): Promise<void> {
    this.#closing.next();
    this.#closing.complete();
    for (const model of [this.language, this.embedding, this.rerank]) await model?.close();
    for (const contributions of this.#opened) await contributions.dispose?.();
    if (this.#scratch) await rm(await this.#scratch, { recursive: true, force: true });
  }
}
