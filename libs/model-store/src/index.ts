/** The catalogue of what models are on disk. */
export * from './catalog.js';
export * from './model-name.js';
