export * from './embedder-info.js';
export * from './embedding-backend.js';
export * from './loaded-embedder.js';
