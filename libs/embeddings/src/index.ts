/** The embeddings engine as a Nest module: vectors and ranking, batched over all requests. */
export * from './embedding/embeddings-service.js';
export * from './embeddings.module.js';
export * from './options.js';
export * from './rerank/rerank-service.js';
