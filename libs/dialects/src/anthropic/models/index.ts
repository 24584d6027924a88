export * from './anthropic-model.js';
export * from './model-page.js';
