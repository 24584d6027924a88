export * from './model-list.js';
export * from './to-openai-model.js';
