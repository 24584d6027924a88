import type { EmbedderInfo } from '@predict-otron/plugin-sdk';
import type { EmbeddingModel, SparseEmbeddingModel } from 'fastembed';
import { FLOAT32_TOLERANCE, HALF_TOLERANCE } from '../folder/batch-tolerance.js';

/** A dense model that fastembed offers for download. */
export interface CatalogueModel {
  /** fastembed's name of it, which is also its folder's: `fast-bge-small-en-v1.5`. */
  name: string;
  /** Other names, such as `BAAI/bge-small-en-v1.5`. */
  aliases: string[];
  /** Name of the archive below the download's base URL. */
  archive: string;
  /** Name of the ONNX file in its folder. */
  modelFile: string;
  dimensions: number;
  maxTokens: number;
  vocabularyTokens: number;
  pooling: EmbedderInfo['pooling'];
  prefixes: EmbedderInfo['prefixes'];
  /** About; the true size is known after the download. */
  weightBytes: number;
  batchTolerance: number;
}

type Name = Exclude<`${EmbeddingModel}`, 'custom'>;
type Facts = Omit<CatalogueModel, 'name' | 'archive' | 'modelFile'>;

const BGE_EN = {
  maxTokens: 512,
  vocabularyTokens: 30522,
  pooling: 'cls',
  batchTolerance: FLOAT32_TOLERANCE,
  prefixes: { query: 'Represent this sentence for searching relevant passages: ', passage: '' },
} as const;

/** Two bytes a weight, as the sizes show. */
const HALF = { batchTolerance: HALF_TOLERANCE };

/**
 * The models of fastembed, whose types hold the names and whose own list a test holds the dimensions to: importing it for
 * a list would load onnxruntime and its other parts at each start. The rest is from each model's card; sizes as Qdrant's
 * Python package lists them.
 */
const FACTS: Record<Name, Facts> = {
  'fast-bge-small-en': { ...BGE_EN, dimensions: 384, aliases: ['BAAI/bge-small-en'], weightBytes: 130e6 },
  'fast-bge-small-en-v1.5': {
    ...BGE_EN,
    dimensions: 384,
    aliases: ['BAAI/bge-small-en-v1.5'],
    weightBytes: 67e6,
    ...HALF,
  },
  'fast-bge-base-en': { ...BGE_EN, dimensions: 768, aliases: ['BAAI/bge-base-en'], weightBytes: 420e6 },
  'fast-bge-base-en-v1.5': {
    ...BGE_EN,
    dimensions: 768,
    aliases: ['BAAI/bge-base-en-v1.5'],
    weightBytes: 210e6,
    ...HALF,
  },
  'fast-bge-small-zh-v1.5': {
    dimensions: 512,
    aliases: ['BAAI/bge-small-zh-v1.5'],
    maxTokens: 512,
    vocabularyTokens: 21128,
    pooling: 'cls',
    prefixes: { query: '为这个句子生成表示以用于检索相关文章：', passage: '' },
    weightBytes: 90e6,
    batchTolerance: FLOAT32_TOLERANCE,
  },
  'fast-all-MiniLM-L6-v2': {
    dimensions: 384,
    aliases: ['sentence-transformers/all-MiniLM-L6-v2'],
    maxTokens: 256,
    vocabularyTokens: 30522,
    pooling: 'mean',
    prefixes: { query: '', passage: '' },
    weightBytes: 90e6,
    batchTolerance: FLOAT32_TOLERANCE,
  },
  'fast-multilingual-e5-large': {
    dimensions: 1024,
    aliases: ['intfloat/multilingual-e5-large'],
    maxTokens: 512,
    vocabularyTokens: 250002,
    pooling: 'mean',
    prefixes: { query: 'query: ', passage: 'passage: ' },
    weightBytes: 2240e6,
    batchTolerance: FLOAT32_TOLERANCE,
  },
};

const MINI_LM: Name = 'fast-all-MiniLM-L6-v2';

/** All dense models of the installed fastembed. */
export const CATALOGUE: CatalogueModel[] = (Object.keys(FACTS) as Name[]).map((name) => ({
  name,
  ...FACTS[name],
  aliases: [name.replace('fast-', ''), ...FACTS[name].aliases],
  // as FlagEmbedding.init and downloadFileFromGCS have it
  archive: `${name === MINI_LM ? name.replace('fast-', 'sentence-transformers-') : name}.tar.gz`,
  modelFile: name === MINI_LM || name === 'fast-multilingual-e5-large' ? 'model.onnx' : 'model_optimized.onnx',
}));

/** Names of fastembed's sparse models, which give no dense vectors. */
export const SPARSE_MODELS: string[] = ['prithivida/Splade_PP_en_v1'] satisfies Exclude<
  `${SparseEmbeddingModel}`,
  'custom'
>[];

/** The dense model of a name or alias, in any case. */
export function findInCatalogue(name: string): CatalogueModel | undefined {
  const wanted = name.toLowerCase();
  return CATALOGUE.find((model) => [model.name, ...model.aliases].some((known) => known.toLowerCase() === wanted));
}
