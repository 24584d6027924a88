import type { Plugin } from '@predict-otron/plugin-sdk';
import { cpuProvider } from './cpu-provider.js';
import { thisMachine } from './machine.js';

/** The CPU as a device: the cores and the memory that this process may really use, containers' limits included. */
const plugin: Plugin = {
  apiVersion: 1,
  name: 'hardware-cpu',
  configSchema: { type: 'object', additionalProperties: false },
  setup: () => ({ hardware: [cpuProvider(thisMachine())] }),
};

export default plugin;
