export * from './embed-answer.js';
export * from './embed-request.js';
