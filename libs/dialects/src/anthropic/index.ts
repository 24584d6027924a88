export * from './anthropic-error.js';
export * from './anthropic-error-body.js';
export * from './messages/index.js';
export * from './models/index.js';
