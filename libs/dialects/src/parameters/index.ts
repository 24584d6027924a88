export * from './parameter-list.js';
export * from './parameter-list-of.js';
