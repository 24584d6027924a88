export * from './answer-stream.js';
export * from './ends.js';
export * from './merge-generations.js';
export * from './whole-answer.js';
