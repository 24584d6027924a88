/** The engine over node-llama-cpp that the llama and gemma runners and the llama.cpp embedder share. */
export { ENGINE_DEVICES, engine, useDevices } from './engine.js';
export { type GgufHeader, readHeader } from './gguf/header.js';
export { insightsOf } from './gguf/insights.js';
export { deviceLayers, placedEngine } from './model/device-layers.js';
export type { Family } from './model/family.js';
export { loadError } from './model/load-error.js';
export { createRunner } from './model/runner.js';
export { runnerConfigSchema } from './model/runner-config.js';
export { trialsOf } from './trial/trials.js';
