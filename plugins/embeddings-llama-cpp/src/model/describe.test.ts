import type { JsonObject } from '@predict-otron/plugin-sdk';
import { describeEmbedder } from '../embedding/describe-embedder.js';
import { describeReranker } from '../rerank/describe-reranker.js';
import { type GgufValue, writeGguf } from '../testing/gguf-writer.js';
import { ModelFolder } from '../testing/model-folder.js';
import { bertFile, SHAPE, tinyBert } from '../testing/tiny-bert.js';

const folder = new ModelFolder();
const embedder = tinyBert(1);
const ranker = tinyBert(1, 'rank');
let files = 0;

afterAll(() => folder.remove());

/** What both backends make of a file: `embed`, `rerank`, nothing, or an error's code. */
async function claims(bytes: Buffer, settings?: JsonObject): Promise<string[]> {
  const file = folder.write(`model-${files++}`, bytes, settings);
  const claimed: string[] = [];
  const note = (error: { code: string }) => void claimed.push(error.code);
  await describeEmbedder(file).then((found) => found && claimed.push('embed'), note);
  await describeReranker(file).then((found) => found && claimed.push('rerank'), note);
  return claimed;
}

/** A header of another architecture, with one tensor for the vocabulary. */
function headerOf(architecture: string, extra: Record<string, GgufValue> = {}): Buffer {
  return writeGguf(
    {
      'general.architecture': architecture,
      [`${architecture}.context_length`]: 128,
      [`${architecture}.embedding_length`]: 4,
      [`${architecture}.block_count`]: 1,
      ...extra,
    },
    { 'token_embd.weight': { dimensions: [4, 9], data: new Float32Array(36) } },
  );
}

describe('what the backends claim', () => {
  it.each<[string, Buffer, JsonObject | undefined, string[]]>([
    ['an encoder with a pooling type', bertFile(embedder, { 'bert.pooling_type': 2 }), undefined, ['embed']],
    ['an encoder without one', bertFile(embedder), undefined, ['embed']],
    ['a cross-encoder', bertFile(ranker, { 'bert.pooling_type': 4 }), undefined, ['rerank']],
    ['a cross-encoder of an older file', bertFile(ranker), undefined, ['rerank']],
    [
      'an encoder with a head and a pooling of its own',
      bertFile(ranker, { 'bert.pooling_type': 1 }),
      undefined,
      ['embed'],
    ],
    ['rank pooling without a head', bertFile(embedder, { 'bert.pooling_type': 4 }), undefined, []],
    ['a cross-encoder told to embed', bertFile(ranker), { task: 'embed' }, ['embed']],
    ['an encoder told to rank', bertFile(embedder), { task: 'rerank' }, ['MODEL_INVALID']],
    [
      'a classifier',
      bertFile(ranker, { 'bert.pooling_type': 4, 'bert.classifier.output_labels': ['joy', 'anger'] }),
      undefined,
      ['MODEL_INVALID'],
    ],
    ['a chat model', headerOf('qwen3'), undefined, []],
    ['a chat model with settings of its runner', headerOf('qwen3'), { template: 'x' }, []],
    ['a chat model told to embed', headerOf('qwen3'), { task: 'embed' }, ['embed']],
    ['a decoder that was made to embed', headerOf('qwen3', { 'qwen3.pooling_type': 3 }), undefined, ['embed']],
    ['nomic', headerOf('nomic-bert', { 'nomic-bert.pooling_type': 1 }), undefined, ['embed']],
    ['gemma', headerOf('gemma-embedding', { 'gemma-embedding.pooling_type': 1 }), undefined, ['embed']],
    ['a T5 encoder', headerOf('t5encoder'), { task: 'embed' }, ['UNSUPPORTED']],
  ])('%s', async (_, bytes, settings, expected) => {
    expect(await claims(bytes, settings)).toEqual(expected);
  });

  it('leaves what is no GGUF file to others', async () => {
    expect(await describeEmbedder({ id: 'onnx', path: folder.path })).toBeUndefined();
    expect(await describeReranker({ id: 'onnx', path: folder.path })).toBeUndefined();
  });
});

describe('describeEmbedder', () => {
  const bytes = bertFile(embedder, { 'bert.pooling_type': 2 });
  const info = async (settings?: JsonObject) =>
    (await describeEmbedder(folder.write(`info-${files++}`, bytes, settings)))?.info;

  it('says what the header says', async () => {
    expect(await info()).toEqual({
      id: expect.stringMatching(/^info-/),
      dimensions: SHAPE.width,
      matryoshkaDimensions: [],
      maxTokens: SHAPE.positions,
      vocabularyTokens: embedder.vocabulary.length,
      pooling: 'cls',
      normalized: true,
      prefixes: { query: '', passage: '' },
      weightBytes: expect.any(Number),
      batchTolerance: 0,
      match: { score: 80, reason: 'llama.cpp embeds with bert' },
    });
  });

  it('puts the settings over it', async () => {
    const settings = {
      pooling: 'mean',
      normalize: false,
      prefixes: { query: 'q: ' },
      matryoshkaDimensions: [8],
      maxTokens: 32,
    };
    expect(await info(settings)).toMatchObject({
      pooling: 'mean',
      normalized: false,
      prefixes: { query: 'q: ', passage: '' },
      matryoshkaDimensions: [8],
      maxTokens: 32,
    });
  });

  it.each<[JsonObject, string]>([
    [{ pooling: 'max' }, 'settings.pooling'],
    [{ normalize: 'yes' }, 'settings.normalize'],
    [{ prefixes: { title: 'x' } }, 'settings.prefixes'],
    [{ prefixes: ['x'] }, 'settings.prefixes'],
    [{ matryoshkaDimensions: [SHAPE.width] }, 'settings.matryoshkaDimensions'],
    [{ matryoshkaDimensions: 8 }, 'settings.matryoshkaDimensions'],
    [{ maxTokens: SHAPE.positions + 1 }, 'settings.maxTokens'],
    [{ maxTokens: 0 }, 'settings.maxTokens'],
    [{ task: 'sing' }, 'settings.task'],
    [{ dimension: 8 }, 'settings.dimension'],
  ])('refuses %j by name', async (settings, param) => {
    await expect(info(settings)).rejects.toMatchObject({ code: 'INPUT_INVALID', details: { param } });
  });

  it('refuses the settings of an embedding model for a reranking one', async () => {
    const file = folder.write('rank-settings', bertFile(ranker), { pooling: 'cls' });
    await expect(describeReranker(file)).rejects.toMatchObject({ details: { param: 'settings.pooling' } });
  });
});
