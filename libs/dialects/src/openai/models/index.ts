export * from './model-capabilities.js';
export * from './model-list.js';
export * from './to-model-capabilities.js';
export * from './to-openai-model.js';
