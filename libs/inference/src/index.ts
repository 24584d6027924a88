export * from './inference.module.js';
export * from './inference-options.js';
export * from './models.module.js';
