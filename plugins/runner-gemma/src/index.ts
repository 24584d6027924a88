import { createRunner, runnerConfigSchema } from '@predict-otron/llama-cpp';
import type { Plugin } from '@predict-otron/plugin-sdk';
import { gemma } from './gemma.js';

/** Runs Google's gemma family. */
const plugin: Plugin = {
  apiVersion: 1,
  name: 'runner-gemma',
  configSchema: runnerConfigSchema,
  setup: (context) => ({ runners: [createRunner(gemma, context)] }),
};

export default plugin;
