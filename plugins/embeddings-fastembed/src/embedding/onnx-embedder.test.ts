import { join } from 'node:path';
import type { LoadedEmbedder, ModelFile } from '@predict-otron/plugin-sdk';
import { ModelCache } from '../download/model-cache.js';
import { LOAD_OPTIONS, loaded, recordingLogger } from '../testing/load.js';
import { type Files, TINY_FILES, temporaryFolder, writeFiles } from '../testing/model-files.js';
import {
  cosine,
  difference,
  referencePool,
  referenceRow,
  referenceRun,
  referenceSession,
  unit,
} from '../testing/reference.js';
import { type TinyBertOptions, tinyBert } from '../testing/tiny-bert.js';
import { VOCABULARY_TOKENS } from '../testing/tiny-tokenizer.js';
import { FastembedBackend } from './fastembed-backend.js';

const BERT: TinyBertOptions = { vocabulary: VOCABULARY_TOKENS, positions: 64, hidden: 32 };
const TEXTS = [
  'the cat sat on the mat',
  'a red house',
  'river',
  '',
  'The dog, the cat and the river: a query!',
  'passage [SEP] 123 (x) <y>',
  'a b c d e f g h i j k l m n o p q r s t u v w x y z',
];

describe('OnnxEmbedder', () => {
  const folder = temporaryFolder();
  const cacheFolder = '/nonexistent';
  const config = { downloadBaseUrl: new URL('http://127.0.0.1:9/'), cacheFolder, sha256: {} };
  const backend = new FastembedBackend(new ModelCache(config, recordingLogger()));
  const open: LoadedEmbedder[] = [];
  let count = 0;

  const load = async (files: Files, settings?: ModelFile['settings'], options = LOAD_OPTIONS) => {
    const path = await writeFiles(join(folder.path, `${count++}`), { ...TINY_FILES, ...files });
    const model = await loaded(backend.load({ id: 'tiny', path, settings }, options));
    open.push(model);
    return { model, path };
  };
  const embed = async (model: LoadedEmbedder, texts: string[]) => model.embed(await model.tokenize(texts));

  afterEach(() => Promise.all(open.splice(0).map((model) => model.dispose())));

  it.each(['cls', 'mean', 'last'] as const)('%s: agrees with onnxruntime used directly', async (pooling) => {
    const { model, path } = await load({ 'model.onnx': tinyBert(BERT) }, { pooling });
    const vectors = await embed(model, TEXTS);
    const session = await referenceSession(join(path, 'model.onnx'));
    for (const [i, text] of TEXTS.entries()) {
      // what stands for a separator in the text is no separator: the reference is asked for a text without it
      const row = await referenceRow(join(path, 'tokenizer.json'), text.replace('[SEP]', '[ sep ]'));
      const expected = unit(referencePool(await referenceRun(session, row), 32, pooling));
      expect(cosine(vectors[i] as Float32Array, expected)).toBeGreaterThan(0.9999);
      expect(difference(vectors[i] as Float32Array, expected)).toBeLessThan(1e-5);
    }
    await session.release();
  });

  it('leaves vectors as they are without normalize', async () => {
    const { model, path } = await load({ 'model.onnx': tinyBert(BERT) }, { normalize: false });
    const session = await referenceSession(join(path, 'model.onnx'));
    const row = await referenceRow(join(path, 'tokenizer.json'), TEXTS[0] as string);
    const expected = referencePool(await referenceRun(session, row), 32, 'mean');
    const [vector] = await embed(model, TEXTS);
    expect(Math.hypot(...expected)).toBeGreaterThan(1.5);
    expect(difference(vector as Float32Array, expected)).toBeLessThan(1e-5);
    expect(model.info.normalized).toBe(false);
    await session.release();
  });

  it('uses what the graph pooled itself', async () => {
    const { model, path } = await load({ 'model.onnx': tinyBert({ ...BERT, head: 'pooled' }) });
    const session = await referenceSession(join(path, 'model.onnx'));
    const vectors = await embed(model, TEXTS.slice(0, 3));
    for (const [i, text] of TEXTS.slice(0, 3).entries()) {
      const row = await referenceRow(join(path, 'tokenizer.json'), text);
      expect(difference(vectors[i] as Float32Array, unit(await referenceRun(session, row)))).toBeLessThan(1e-5);
    }
    await session.release();
  });

  it.each([
    ['an output of another name', { outputName: 'embeddings' }],
    ['no token_type_ids', { typeIds: false }],
  ])('runs a graph with %s', async (_, options) => {
    const { model } = await load({ 'model.onnx': tinyBert({ ...BERT, ...options }) });
    const [cat, same, river] = await embed(model, ['the cat', 'The  CAT', 'a river']);
    expect(difference(cat as Float32Array, same as Float32Array)).toBeLessThan(1e-6);
    expect(difference(cat as Float32Array, river as Float32Array)).toBeGreaterThan(0.01);
  });

  it('does not depend on the batch, its order or its padding', async () => {
    const { model } = await load({ 'model.onnx': tinyBert(BERT) });
    const rows = await model.tokenize(TEXTS);
    const together = await model.embed(rows);
    const reversed = (await model.embed([...rows].reverse())).reverse();
    for (const [i, row] of rows.entries()) {
      const [alone] = await model.embed([row]);
      expect(difference(together[i] as Float32Array, alone as Float32Array)).toBeLessThan(model.info.batchTolerance);
      expect(difference(reversed[i] as Float32Array, alone as Float32Array)).toBeLessThan(model.info.batchTolerance);
    }
    expect(model.info.batchTolerance).toBe(1e-5);
  });

  it('pads with the id that the model has for it', async () => {
    const config = { ...(TINY_FILES['config.json'] as object), pad_token_id: 4 };
    const files = { 'model.onnx': tinyBert(BERT), 'config.json': config };
    const { model } = await load(files);
    const [together] = await embed(model, ['cat', TEXTS[6] as string]);
    const [alone] = await embed(model, ['cat']);
    expect(difference(together as Float32Array, alone as Float32Array)).toBeLessThan(1e-5);
  });

  it('counts the tokens of texts, and frames bare tokens', async () => {
    const { model } = await load({ 'model.onnx': tinyBert(BERT) });
    const rows = await model.tokenize(['', 'cat', 'the cat sat', 'xy']);
    expect(rows.map((row) => row.length)).toEqual([2, 3, 5, 4]);
    expect(await model.frame(rows[2]?.slice(1, -1) as number[])).toEqual(rows[2]);
    expect(await model.tokenize([])).toEqual([]);
    expect(await model.embed([])).toEqual([]);
  });

  it('refuses a text that is too long, by both numbers', async () => {
    const { model } = await load({ 'model.onnx': tinyBert(BERT) });
    const [row] = await model.tokenize([Array(63).fill('cat').join(' ')]);
    const error = { code: 'INPUT_INVALID', details: { tokens: 65, limit: 64 } };
    await expect(model.embed([row as number[]])).rejects.toMatchObject(error);
    expect(await model.embed([row?.slice(0, 64) as number[]])).toHaveLength(1);
  });

  it('takes no more tokens than it was loaded for', async () => {
    const { model } = await load({ 'model.onnx': tinyBert(BERT) }, undefined, { ...LOAD_OPTIONS, contextTokens: 4 });
    expect(model.info.maxTokens).toBe(4);
    await expect(embed(model, ['the cat sat'])).rejects.toMatchObject({ details: { tokens: 5, limit: 4 } });
  });

  it('leaves the event loop free while it embeds', async () => {
    const config = { ...(TINY_FILES['config.json'] as object), hidden_size: 64, max_position_embeddings: 512 };
    const { model } = await load({
      'model.onnx': tinyBert({ ...BERT, hidden: 64, positions: 512 }),
      'config.json': config,
      'tokenizer_config.json': {},
    });
    let turns = 0;
    let running = true;
    const turn = () => {
      turns++;
      if (running) setImmediate(turn);
    };
    setImmediate(turn);
    await model.embed(Array.from({ length: 4 }, () => Array(512).fill(50)));
    running = false;
    // a run in this thread would leave a handful of turns
    expect(turns).toBeGreaterThan(100);
  });

  it('answers in time with DISPOSED after the end', async () => {
    const { model } = await load({ 'model.onnx': tinyBert(BERT) });
    const last = embed(model, ['the cat']);
    await expect(last).resolves.toHaveLength(1);
    await model.dispose();
    await model.dispose();
    await expect(model.embed([[2, 3]])).rejects.toMatchObject({ code: 'DISPOSED' });
  });

  it('reports its memory', async () => {
    const { model } = await load({ 'model.onnx': tinyBert(BERT) });
    const [need] = await model.memory();
    expect(need).toMatchObject({ deviceId: 'cpu', kvCache: 0 });
    expect(need?.weights).toBeGreaterThanOrEqual(model.info.weightBytes);
    expect(need?.compute).toBeGreaterThan(0);
  });
});
