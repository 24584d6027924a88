export * from './chat-chunks.js';
export * from './chat-completion.js';
export * from './chat-completion-chunk.js';
export * from './chat-completion-request.js';
export * from './chat-generation-request.js';
export * from './to-chat-logprobs.js';
export * from './to-messages.js';
export * from './whole-chat-completion.js';
