import type { EmbedderInfo } from '@predict-otron/plugin-sdk';
import { EmbeddingModel, FlagEmbedding, SparseEmbeddingModel } from 'fastembed';
import { FLOAT32_TOLERANCE, HALF_TOLERANCE } from '../folder/batch-tolerance.js';

/** A dense model that fastembed offers for download. */
export interface CatalogueModel {
  /** fastembed's name of it, which is also its folder's: `fast-bge-small-en-v1.5`. */
  name: string;
  /** What fastembed says about it. */
  description: string;
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

type Name = Exclude<EmbeddingModel, EmbeddingModel.CUSTOM>;
type Facts = Omit<CatalogueModel, 'name' | 'description' | 'archive' | 'modelFile' | 'dimensions'>;

const BGE_EN = {
  maxTokens: 512,
  vocabularyTokens: 30522,
  pooling: 'cls',
  batchTolerance: FLOAT32_TOLERANCE,
  prefixes: { query: 'Represent this sentence for searching relevant passages: ', passage: '' },
} as const;

/** Two bytes a weight, as the sizes show. */
const HALF = { batchTolerance: HALF_TOLERANCE };

/** What fastembed does not tell, from each model's card; sizes as Qdrant's Python package lists them. */
const FACTS: Record<Name, Facts> = {
  [EmbeddingModel.BGESmallEN]: { ...BGE_EN, aliases: ['BAAI/bge-small-en'], weightBytes: 130e6 },
  [EmbeddingModel.BGESmallENV15]: { ...BGE_EN, aliases: ['BAAI/bge-small-en-v1.5'], weightBytes: 67e6, ...HALF },
  [EmbeddingModel.BGEBaseEN]: { ...BGE_EN, aliases: ['BAAI/bge-base-en'], weightBytes: 420e6 },
  [EmbeddingModel.BGEBaseENV15]: { ...BGE_EN, aliases: ['BAAI/bge-base-en-v1.5'], weightBytes: 210e6, ...HALF },
  [EmbeddingModel.BGESmallZH]: {
    aliases: ['BAAI/bge-small-zh-v1.5'],
    maxTokens: 512,
    vocabularyTokens: 21128,
    pooling: 'cls',
    prefixes: { query: '为这个句子生成表示以用于检索相关文章：', passage: '' },
    weightBytes: 90e6,
    batchTolerance: FLOAT32_TOLERANCE,
  },
  [EmbeddingModel.AllMiniLML6V2]: {
    aliases: ['sentence-transformers/all-MiniLM-L6-v2'],
    maxTokens: 256,
    vocabularyTokens: 30522,
    pooling: 'mean',
    prefixes: { query: '', passage: '' },
    weightBytes: 90e6,
    batchTolerance: FLOAT32_TOLERANCE,
  },
  [EmbeddingModel.MLE5Large]: {
    aliases: ['intfloat/multilingual-e5-large'],
    maxTokens: 512,
    vocabularyTokens: 250002,
    pooling: 'mean',
    prefixes: { query: 'query: ', passage: 'passage: ' },
    weightBytes: 2240e6,
    batchTolerance: FLOAT32_TOLERANCE,
  },
};

/** All dense models of the installed fastembed. */
export const CATALOGUE: CatalogueModel[] = FlagEmbedding.prototype.listSupportedModels().map((listed) => {
  const name = listed.model as Name;
  const facts = FACTS[name];
  return {
    name,
    description: listed.description,
    dimensions: listed.dim,
    ...facts,
    aliases: [name.replace('fast-', ''), ...facts.aliases],
    // as FlagEmbedding.init and downloadFileFromGCS have it
    archive: `${name === EmbeddingModel.AllMiniLML6V2 ? name.replace('fast-', 'sentence-transformers-') : name}.tar.gz`,
    modelFile:
      name === EmbeddingModel.AllMiniLML6V2 || name === EmbeddingModel.MLE5Large
        ? 'model.onnx'
        : 'model_optimized.onnx',
  };
});

/** Names of fastembed's sparse models, which give no dense vectors. */
export const SPARSE_MODELS: string[] = Object.values(SparseEmbeddingModel).filter(
  (name) => name !== SparseEmbeddingModel.CUSTOM,
);

/** The dense model of a name or alias, in any case. */
export function findInCatalogue(name: string): CatalogueModel | undefined {
  const wanted = name.toLowerCase();
  return CATALOGUE.find((model) => [model.name, ...model.aliases].some((known) => known.toLowerCase() === wanted));
}
