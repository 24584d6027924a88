import { FlagEmbedding, SparseEmbeddingModel } from 'fastembed';
import { CATALOGUE, findInCatalogue, SPARSE_MODELS } from './catalogue.js';
import { resolveReference } from './model-reference.js';

const BGE_QUERY = 'Represent this sentence for searching relevant passages: ';

describe('CATALOGUE', () => {
  it('has every dense model of fastembed, with its dimensions', () => {
    const ours = CATALOGUE.map(({ name, dimensions }) => [name, dimensions] as const);
    const theirs = FlagEmbedding.prototype.listSupportedModels().map(({ model, dim }) => [model, dim] as const);
    expect(new Map<string, number>(ours)).toEqual(new Map<string, number>(theirs));
  });

  it.each([
    ['fast-bge-small-en', 384, 512, 'cls', BGE_QUERY, '', 'fast-bge-small-en', 'model_optimized.onnx'],
    ['fast-bge-small-en-v1.5', 384, 512, 'cls', BGE_QUERY, '', 'fast-bge-small-en-v1.5', 'model_optimized.onnx'],
    ['fast-bge-base-en', 768, 512, 'cls', BGE_QUERY, '', 'fast-bge-base-en', 'model_optimized.onnx'],
    ['fast-bge-base-en-v1.5', 768, 512, 'cls', BGE_QUERY, '', 'fast-bge-base-en-v1.5', 'model_optimized.onnx'],
    [
      'fast-bge-small-zh-v1.5',
      512,
      512,
      'cls',
      '为这个句子生成表示以用于检索相关文章：',
      '',
      'fast-bge-small-zh-v1.5',
      'model_optimized.onnx',
    ],
    ['fast-all-MiniLM-L6-v2', 384, 256, 'mean', '', '', 'sentence-transformers-all-MiniLM-L6-v2', 'model.onnx'],
    [
      'fast-multilingual-e5-large',
      1024,
      512,
      'mean',
      'query: ',
      'passage: ',
      'fast-multilingual-e5-large',
      'model.onnx',
    ],
  ])('%s: %d dimensions, %d tokens, %s', (name, dimensions, maxTokens, pooling, query, passage, archive, modelFile) => {
    expect(findInCatalogue(name)).toMatchObject({
      name,
      dimensions,
      maxTokens,
      pooling,
      prefixes: { query, passage },
      archive: `${archive}.tar.gz`,
      modelFile,
    });
  });
});

describe('resolveReference', () => {
  it.each([
    ['fastembed:fast-bge-small-en-v1.5', 'fast-bge-small-en-v1.5'],
    ['fastembed:bge-small-en-v1.5', 'fast-bge-small-en-v1.5'],
    ['fastembed:BAAI/bge-small-en-v1.5', 'fast-bge-small-en-v1.5'],
    ['fastembed:baai/BGE-small-en', 'fast-bge-small-en'],
    ['fastembed:all-MiniLM-L6-v2', 'fast-all-MiniLM-L6-v2'],
    ['fastembed:sentence-transformers/all-MiniLM-L6-v2', 'fast-all-MiniLM-L6-v2'],
    ['fastembed:intfloat/multilingual-e5-large', 'fast-multilingual-e5-large'],
  ])('%s is %s', (path, name) => {
    expect(resolveReference(path)?.name).toBe(name);
  });

  it('leaves paths alone', () => {
    expect(resolveReference('/models/bge-small-en-v1.5')).toBeUndefined();
  });

  it.each([...SPARSE_MODELS, 'Splade_PP_en_v1', 'prithvida/Splade_PP_en_v1'])('refuses the sparse %s', (name) => {
    expect(SPARSE_MODELS).toEqual([SparseEmbeddingModel.SpladePPEnV1]);
    const error = { code: 'UNSUPPORTED', message: expect.stringMatching(/sparse/) };
    expect(() => resolveReference(`fastembed:${name}`)).toThrow(expect.objectContaining(error));
  });

  it('tells what there is for an unknown name', () => {
    const error = { code: 'MODEL_NOT_FOUND', message: expect.stringContaining('fast-bge-small-en-v1.5') };
    expect(() => resolveReference('fastembed:bge-huge')).toThrow(expect.objectContaining(error));
    expect(() => resolveReference('fastembed:custom')).toThrow(expect.objectContaining({ code: 'MODEL_NOT_FOUND' }));
  });
});
