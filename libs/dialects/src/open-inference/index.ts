export * from './infer-request.js';
export * from './infer-response.js';
export * from './metadata.js';
export * from './open-inference-error.js';
export * from './parse-infer-request.js';
