export * from './stream-stage.js';
