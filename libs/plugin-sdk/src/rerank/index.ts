export * from './loaded-reranker.js';
export * from './rerank-backend.js';
export * from './reranker-info.js';
