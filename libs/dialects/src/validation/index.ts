export * from './check-shape.js';
export * from './invalid-field.js';
export * from './validate-request.js';
