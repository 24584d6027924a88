import { thisMachine } from '@predict-otron/hardware-probe';
import type { Plugin } from '@predict-otron/plugin-sdk';
import { vulkanProvider } from './vulkan-provider.js';

/** GPUs of every maker through Vulkan. */
const plugin: Plugin = {
  apiVersion: 1,
  name: 'hardware-vulkan',
  configSchema: { type: 'object', additionalProperties: false },
  setup: () => ({ hardware: [vulkanProvider(thisMachine)] }),
};

export default plugin;
