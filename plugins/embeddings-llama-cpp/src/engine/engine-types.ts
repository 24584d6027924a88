import type { engine } from '@predict-otron/llama-cpp';

/** node-llama-cpp's types, by way of the one package that may import it. */
type Llama = Awaited<ReturnType<typeof engine>>;
export type LlamaModel = Awaited<ReturnType<Llama['loadModel']>>;
export type EmbeddingContext = Awaited<ReturnType<LlamaModel['createEmbeddingContext']>>;
export type RankingContext = Awaited<ReturnType<LlamaModel['createRankingContext']>>;
export type Token = ReturnType<LlamaModel['tokenize']>[number];
