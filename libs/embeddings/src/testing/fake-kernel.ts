import type { Embedders, ModelEntry, ModelKind, Models, Rerankers } from '@predict-otron/kernel';
import { type EmbedderInfo, type LoadedEmbedder, type LoadedReranker, PluginError } from '@predict-otron/plugin-sdk';
import { defer, EMPTY } from 'rxjs';

/** Stands for the kernel: it knows the models that a test adds, all in memory. */
export class FakeKernel {
  private readonly loaded = new Map<string, { kind: ModelKind; model: LoadedEmbedder | LoadedReranker }>();

  /** How long models were asked to stay. */
  readonly kept: [id: string, ms: number][] = [];

  readonly models: Pick<Models, 'list' | 'find' | 'loading' | 'keep'> = {
    keep: (id, ms) => void this.kept.push([id, ms]),
    list: () => [...this.loaded.keys()].map((id) => this.entry(id)),
    loading: () => EMPTY,
    find: (name, kind) => {
      const all = this.models.list();
      const wanted = kind ?? 'language';
      const entry =
        name === 'default'
          ? all.find((one) => one.kind === wanted && one.isDefault)
          : all.find((one) => one.id === name && (!kind || one.kind === kind));
      if (entry) return entry;
      throw new PluginError('MODEL_NOT_FOUND', `There is no model "${name}".`, { param: 'model' });
    },
  };

  readonly embedders: Pick<Embedders, 'use'> = {
    use: (id, work) => defer(() => work(this.loaded.get(id)?.model as LoadedEmbedder)),
  };

  readonly rerankers: Pick<Rerankers, 'use'> = {
    use: (id, work) => defer(() => work(this.loaded.get(id)?.model as LoadedReranker)),
  };

  /** The first model of a kind is the default one. */
  add(kind: ModelKind, model: LoadedEmbedder | LoadedReranker): this {
    this.loaded.set(model.info.id, { kind, model });
    return this;
  }

  private entry(id: string): ModelEntry {
    const { kind, model } = this.loaded.get(id) as { kind: ModelKind; model: LoadedEmbedder };
    const [first] = [...this.loaded].find(([, other]) => other.kind === kind) ?? [];
    return {
      id,
      kind,
      aliases: [],
      file: { id, path: `/models/${id}` },
      backend: 'fake',
      plugin: 'fake',
      info: model.info,
      contextTokens: 0,
      parallel: 1,
      state: 'loaded',
      sizeBytes: 1,
      users: 0,
      pinned: false,
      modifiedAt: 0,
      isDefault: id === first,
    };
  }
}

const INFO: EmbedderInfo = {
  id: 'fake-embedder',
  dimensions: 8,
  matryoshkaDimensions: [4],
  maxTokens: 16,
  vocabularyTokens: 1000,
  pooling: 'mean',
  normalized: true,
  prefixes: { query: '', passage: '' },
  weightBytes: 1,
  batchTolerance: 0,
  match: { score: 1, reason: 'a test' },
};

const FRONT = 1;
const BACK = 2;

/** An embedder whose vectors follow from the tokens, so that a test knows which text a vector belongs to. */
export class FakeEmbedder implements LoadedEmbedder {
  readonly info: EmbedderInfo;
  readonly limits = { batchTokens: 512, concurrency: 1 };
  /** Rows of each forward that has started. */
  readonly forwards: number[][][] = [];
  tokenized = 0;
  private gate: Promise<void> = Promise.resolve();

  constructor(info: Partial<EmbedderInfo> = {}) {
    this.info = { ...INFO, ...info };
  }

  /** Lets no forward end until the function that it returns is called. */
  hold(): () => void {
    let release = () => {};
    this.gate = new Promise((resolve) => {
      release = resolve;
    });
    return release;
  }

  /** Words become ids above the special tokens. */
  async tokenize(texts: string[]): Promise<number[][]> {
    this.tokenized += texts.length;
    return texts.map((text) => this.framed(text.split(/\s+/).filter(Boolean).map(wordId)));
  }

  async frame(tokens: number[]): Promise<number[]> {
    return this.framed(tokens);
  }

  async embed(batch: number[][]): Promise<Float32Array[]> {
    this.forwards.push(batch);
    await this.gate;
    return batch.map((row) => this.vectorOf(row));
  }

  vectorOf(row: number[]): Float32Array {
    const vector = Float32Array.from({ length: this.info.dimensions }, (_, i) =>
      row.reduce((sum, id) => sum + Math.sin(id * (i + 1)), 0),
    );
    const norm = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
    return vector.map((value) => value / norm);
  }

  async memory() {
    return [];
  }

  async dispose(): Promise<void> {}

  private framed(tokens: number[]): number[] {
    return [FRONT, ...tokens, BACK];
  }
}

function wordId(word: string): number {
  return 3 + ([...word].reduce((hash, letter) => hash * 31 + letter.charCodeAt(0), 7) % 997);
}
