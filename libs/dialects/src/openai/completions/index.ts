export * from './completion-generation-requests.js';
export * from './completion-request.js';
export * from './echoed-prompt.js';
export * from './text-chunks.js';
export * from './text-completion.js';
export * from './whole-text-completion.js';
