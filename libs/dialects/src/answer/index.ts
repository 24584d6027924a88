export * from './answer-stream.js';
export * from './ends.js';
export * from './json-line.js';
export * from './merge-generations.js';
export * from './whole-answer.js';
