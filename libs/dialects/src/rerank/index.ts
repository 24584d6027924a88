export * from './parse-rank-documents.js';
export * from './parse-rerank-request.js';
export * from './rank-request.js';
export * from './rerank-request.js';
export * from './rerank-response.js';
export * from './to-rerank-response.js';
