export * from './failure.js';
export * from './http-status.js';
