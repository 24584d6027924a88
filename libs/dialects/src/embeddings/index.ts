export * from './embed-request.js';
export * from './embeddings-request.js';
export * from './embeddings-response.js';
export * from './parse-embed-input.js';
export * from './parse-embeddings-request.js';
export * from './to-embeddings-response.js';
