export * from './answer/index.js';
export * from './embeddings/index.js';
export * from './errors/index.js';
export * from './fields/index.js';
export * from './openai/index.js';
export * from './rerank/index.js';
export * from './validation/index.js';
