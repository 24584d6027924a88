import { thisMachine } from '@predict-otron/hardware-probe';
import type { Plugin } from '@predict-otron/plugin-sdk';
import { cudaProvider } from './cuda-provider.js';

/** NVIDIA's GPUs, and the parts that they are divided into, as the driver's own program tells of them. */
const plugin: Plugin = {
  apiVersion: 1,
  name: 'hardware-cuda',
  configSchema: { type: 'object', additionalProperties: false },
  setup: () => ({ hardware: [cudaProvider(thisMachine)] }),
};

export default plugin;
