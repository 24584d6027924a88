import { thisMachine } from '@predict-otron/hardware-probe';
import type { Plugin } from '@predict-otron/plugin-sdk';
import { metalProvider } from './metal-provider.js';

/** The GPU of Apple silicon. */
const plugin: Plugin = {
  apiVersion: 1,
  name: 'hardware-metal',
  configSchema: { type: 'object', additionalProperties: false },
  setup: () => ({ hardware: [metalProvider(thisMachine)] }),
};

export default plugin;
