/** The contract between predict-otron's kernel and its plugins: plain data, promises and Observables. */
export * from './contributions.js';
export * from './embedding/index.js';
export * from './error-code.js';
export * from './from-abortable.js';
export * from './generation/index.js';
export * from './hardware/index.js';
export * from './health.js';
export * from './json.js';
export * from './logger.js';
export * from './model/index.js';
export * from './plugin.js';
export * from './plugin-context.js';
export * from './plugin-error.js';
export * from './rerank/index.js';
export * from './stage/index.js';
