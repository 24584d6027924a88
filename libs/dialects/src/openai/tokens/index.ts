export * from './token-answers.js';
export * from './token-requests.js';
