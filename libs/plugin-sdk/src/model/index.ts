export * from './capabilities.js';
export * from './load-options.js';
export * from './load-progress.js';
export * from './match.js';
export * from './memory-need.js';
export * from './model-file.js';
export * from './model-info.js';
export * from './model-offer.js';
