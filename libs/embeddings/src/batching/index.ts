export * from './batch-scheduler.js';
export * from './tokenize-queue.js';
