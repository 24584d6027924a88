import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LoadedEmbedder } from '@predict-otron/plugin-sdk';
import { EmbeddingModel, FlagEmbedding } from 'fastembed';
import { ModelCache } from '../download/model-cache.js';
import { LOAD_OPTIONS, loaded, recordingLogger } from '../testing/load.js';
import { cosine, difference } from '../testing/reference.js';
import { FastembedBackend } from './fastembed-backend.js';

const PATH = join(import.meta.dirname, '../../../../models/otron-embed-tiny');
const TRIPLETS = join(import.meta.dirname, '../testing/triplets.json');

describe('otron-embed-tiny', () => {
  const config = { downloadBaseUrl: new URL('http://127.0.0.1:9/'), cacheFolder: '/nonexistent', sha256: {} };
  const backend = new FastembedBackend(new ModelCache(config, recordingLogger()));
  const file = { id: 'otron-embed-tiny', path: PATH };
  let model: LoadedEmbedder;

  beforeAll(async () => {
    model = await loaded(backend.load(file, LOAD_OPTIONS));
  });
  afterAll(() => model.dispose());

  it('is described by its files', async () => {
    expect(await backend.describe(file)).toEqual({
      id: 'otron-embed-tiny',
      dimensions: 128,
      matryoshkaDimensions: [],
      maxTokens: 512,
      vocabularyTokens: 40_000,
      pooling: 'mean',
      normalized: true,
      prefixes: { query: '', passage: '' },
      weightBytes: 5_280_748,
      batchTolerance: 1e-5,
      match: { score: 60, reason: 'an ONNX embedding model' },
    });
    expect(model.info).toEqual(await backend.describe(file));
  });

  it("gives fastembed's own vectors", async () => {
    const texts = ['The quick brown fox', 'A long afternoon by the old river', 'tea'];
    const fastembed = await FlagEmbedding.init({
      model: EmbeddingModel.CUSTOM,
      modelAbsoluteDirPath: PATH,
      modelName: 'model.onnx',
    });
    const vectors = await model.embed(await model.tokenize(texts));
    for await (const expected of fastembed.embed(texts)) {
      expect(expected).toHaveLength(texts.length);
      for (const [i, vector] of expected.entries()) {
        expect(difference(vectors[i] as Float32Array, vector)).toBeLessThan(1e-5);
      }
    }
  });

  it('ranks a paraphrase above a lure in at least 90 of 100 triplets', async () => {
    const triplets: { anchor: string; paraphrase: string; lure: string }[] = JSON.parse(
      await readFile(TRIPLETS, 'utf8'),
    );
    const texts = triplets.flatMap(({ anchor, paraphrase, lure }) => [anchor, paraphrase, lure]);
    expect(new Set(texts).size).toBe(300);
    const vectors = await model.embed(await model.tokenize(texts));
    const right = triplets.filter((_, i) => {
      const [anchor, paraphrase, lure] = vectors.slice(3 * i, 3 * i + 3) as [Float32Array, Float32Array, Float32Array];
      return cosine(anchor, paraphrase) > cosine(anchor, lure);
    });
    expect(right.length).toBeGreaterThanOrEqual(90);
  });
});
