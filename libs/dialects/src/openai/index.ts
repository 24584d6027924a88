export * from './answer-head.js';
export * from './chat/index.js';
export * from './completions/index.js';
export * from './event-stream.js';
export * from './models/index.js';
export * from './openai-error.js';
export * from './openai-error-body.js';
