export * from './detection.js';
export * from './device.js';
export * from './hardware-provider.js';
export * from './precision.js';
