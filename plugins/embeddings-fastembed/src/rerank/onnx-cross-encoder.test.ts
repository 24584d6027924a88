import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import type { JsonObject, LoadedReranker, RerankScore } from '@predict-otron/plugin-sdk';
import { lastValueFrom, take, toArray } from 'rxjs';
import { OnnxSession } from '../session/onnx-session.js';
import { killBetweenBatches } from '../testing/kill-worker.js';
import { LOAD_OPTIONS, loaded } from '../testing/load.js';
import { type Files, TINY_FILES, temporaryFolder, writeFiles } from '../testing/model-files.js';
import { referenceRow, referenceRun, referenceSession } from '../testing/reference.js';
import { type TinyBertOptions, tinyBert } from '../testing/tiny-bert.js';
import { VOCABULARY_TOKENS } from '../testing/tiny-tokenizer.js';
import { CrossEncoderBackend } from './cross-encoder-backend.js';

const BERT: TinyBertOptions = { head: 'logits', vocabulary: VOCABULARY_TOKENS };
const ONNX = tinyBert(BERT);
const config = (more: JsonObject = {}) => ({
  ...(TINY_FILES['config.json'] as JsonObject),
  architectures: ['BertForSequenceClassification'],
  ...more,
});
const QUERY = 'the red house';
const DOCUMENTS = [
  'a cat',
  '',
  'the dog sat on the mat on the river',
  'red',
  'house [SEP] house',
  'a red house on a river',
];

describe('OnnxCrossEncoder', () => {
  const folder = temporaryFolder();
  const backend = new CrossEncoderBackend();
  const open: LoadedReranker[] = [];
  let count = 0;

  const write = (files: Files = {}) =>
    writeFiles(join(folder.path, `${count++}`), {
      ...TINY_FILES,
      'config.json': config(),
      'model.onnx': ONNX,
      ...files,
    });
  const load = async (files: Files = {}, settings?: JsonObject, options = LOAD_OPTIONS) => {
    const path = await write(files);
    const model = await loaded(backend.load({ id: 'tiny', path, settings }, options));
    open.push(model);
    return { model, path };
  };
  const scoresOf = async (model: LoadedReranker, documents: string[], query = QUERY) => {
    const scores = await lastValueFrom(model.rerank(query, documents).pipe(toArray()));
    return scores.sort((a, b) => a.index - b.index);
  };

  afterEach(() => Promise.all(open.splice(0).map((model) => model.dispose())));

  it.each([
    ['with segments', BERT],
    ['without segments', { ...BERT, typeIds: false, seed: 7 }],
  ])('%s: agrees with onnxruntime used directly', async (_, options) => {
    const { model, path } = await load({ 'model.onnx': tinyBert(options) });
    const scores = await scoresOf(model, DOCUMENTS);
    const session = await referenceSession(join(path, 'model.onnx'));
    expect(scores.map((score) => score.index)).toEqual(DOCUMENTS.map((_, i) => i));
    for (const { index, score, tokens } of scores) {
      const document = (DOCUMENTS[index] as string).replace('[SEP]', '[ sep ]');
      const row = await referenceRow(join(path, 'tokenizer.json'), QUERY, document);
      const [logit = 0] = await referenceRun(session, row);
      expect(score).toBeCloseTo(1 / (1 + Math.exp(-logit)), 5);
      expect(tokens).toBe(row.ids.length);
    }
    expect(new Set(scores.map((score) => score.score.toFixed(4))).size).toBe(DOCUMENTS.length);
    await session.release();
  });

  it('does not depend on the other documents', async () => {
    const { model } = await load();
    const together = await scoresOf(model, DOCUMENTS);
    for (const [i, document] of DOCUMENTS.entries()) {
      const [alone] = await scoresOf(model, [document]);
      expect(together[i]?.score).toBeCloseTo(alone?.score as number, 5);
    }
  });

  it('truncates a document that does not fit, and counts what was read', async () => {
    const { model } = await load();
    const long = Array(100).fill('cat').join(' ');
    const [cut] = await scoresOf(model, [long]);
    // [CLS] the red house [SEP] … [SEP]
    const [same] = await scoresOf(model, [
      Array(64 - 6)
        .fill('cat')
        .join(' '),
    ]);
    expect(cut).toEqual(same);
    expect(cut?.tokens).toBe(64);
  });

  it('refuses a query that leaves no room', async () => {
    const { model } = await load();
    const error = { code: 'INPUT_INVALID', details: { param: 'query', tokens: 61, limit: 60 } };
    await expect(scoresOf(model, ['cat'], Array(61).fill('dog').join(' '))).rejects.toMatchObject(error);
  });

  it('takes no more tokens than it was loaded for', async () => {
    const { model } = await load({}, { maxTokens: 32 }, { ...LOAD_OPTIONS, contextTokens: 16 });
    expect(model.info.maxTokens).toBe(16);
    expect((await scoresOf(model, [Array(100).fill('cat').join(' ')]))[0]?.tokens).toBe(16);
  });

  it('completes without documents', async () => {
    expect(await scoresOf((await load()).model, [])).toEqual([]);
  });

  it('drops what was not started when nobody listens any more', async () => {
    const { model } = await load();
    let batches = 0;
    const { session } = model as unknown as { session: OnnxSession };
    const run = session.run.bind(session);
    session.run = (batch) => {
      batches++;
      return run(batch);
    };
    // 64 tokens each: 32 documents a batch
    const documents = Array.from({ length: 320 }, () => Array(60).fill('cat').join(' '));
    const first = await lastValueFrom(model.rerank(QUERY, documents).pipe(take(1)));
    expect(first).toMatchObject({ tokens: 64 } satisfies Partial<RerankScore>);
    await scoresOf(model, ['cat']);
    expect(batches).toBe(2);
    expect(await scoresOf(model, documents)).toHaveLength(320);
    expect(batches).toBe(12);
  });

  it('ends with an error when its worker dies', async () => {
    const { model } = await load();
    const { session } = model as unknown as { session: { worker: Worker } };
    killBetweenBatches(session.worker);
    await expect(scoresOf(model, DOCUMENTS)).rejects.toMatchObject({ code: 'ENGINE_CRASHED' });
  });

  describe('describe', () => {
    const describe_ = async (files: Files, settings?: JsonObject) =>
      backend.describe({ id: 'tiny', path: await write(files), settings });

    it.each<[string, Files, JsonObject]>([
      ['a classifier of one score', {}, {}],
      ['one by its task', { 'config.json': config({ architectures: ['BertModel'] }) }, { task: 'rerank' }],
      ['one by num_labels', { 'config.json': config({ num_labels: 1 }) }, {}],
    ])('knows %s', async (_, files, settings) => {
      expect(await describe_(files, settings)).toEqual({
        id: 'tiny',
        maxTokens: 64,
        weightBytes: ONNX.length,
        match: { score: 60, reason: expect.stringContaining('truncated') },
      });
    });

    it.each<[string, Files, JsonObject | undefined]>([
      [
        'an embedding model',
        { 'config.json': config({ architectures: ['BertModel'] }), 'model.onnx': tinyBert() },
        undefined,
      ],
      ['a classifier of three', { 'model.onnx': tinyBert({ ...BERT, labels: 3 }) }, undefined],
      ['what is set to embed', {}, { task: 'embed' }],
      ['no model', { 'model.onnx': undefined }, undefined],
    ])('leaves %s alone', async (_, files, settings) => {
      expect(await describe_(files, settings)).toBeUndefined();
    });

    it.each<[string, Files, JsonObject, string]>([
      ['three scores', { 'model.onnx': tinyBert({ ...BERT, labels: 3 }) }, { task: 'rerank' }, 'MODEL_INVALID'],
      ['a setting for embeddings', {}, { pooling: 'cls' }, 'INPUT_INVALID'],
      ['too many tokens', {}, { maxTokens: 65 }, 'INPUT_INVALID'],
      ['a cut model', { 'model.onnx': ONNX.subarray(0, 5000) }, {}, 'MODEL_INVALID'],
    ])('refuses %s', async (_, files, settings, code) => {
      await expect(describe_(files, settings)).rejects.toMatchObject({ code });
    });

    it('estimates its memory, and loads nothing else', async () => {
      const path = await write();
      const [need] = await backend.estimate({ id: 'tiny', path }, LOAD_OPTIONS);
      expect(need?.weights).toBeGreaterThanOrEqual(ONNX.length);
      const other = { id: 'x', path: folder.path };
      await expect(backend.estimate(other, LOAD_OPTIONS)).rejects.toMatchObject({ code: 'MODEL_INVALID' });
      await expect(loaded(backend.load(other, LOAD_OPTIONS))).rejects.toMatchObject({ code: 'MODEL_INVALID' });
    });
  });
});
