export * from './answer-stream.js';
export * from './merge-generations.js';
export * from './whole-answer.js';
