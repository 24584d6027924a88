import { createRunner, runnerConfigSchema } from '@predict-otron/llama-cpp';
import type { Plugin } from '@predict-otron/plugin-sdk';
import { llama } from './llama.js';

/** Runs the llama family, and every other decoder that llama.cpp runs. */
const plugin: Plugin = {
  apiVersion: 1,
  name: 'runner-llama',
  configSchema: runnerConfigSchema,
  setup: (context) => ({ runners: [createRunner(llama, context)] }),
};

export default plugin;
