/** What every process that runs models shares: its configuration, the kernel's options, the default models, the start. */
export * from './engine.module.js';
export * from './engine-role.js';
export * from './serve-engine.js';
