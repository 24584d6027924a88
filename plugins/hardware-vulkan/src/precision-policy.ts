import type { Precision } from '@predict-otron/plugin-sdk';

/** Of the server's policy for each platform, the line of Vulkan: only for models that ask for it. */
export const VULKAN_PRECISIONS: Precision[] = [
  {
    format: 'F16',
    reason: 'Vulkan drivers compute in F16 where the GPU can; few of them have BF16.',
    levers: { files: ['F16', 'Q8_0', 'Q4_K_M', 'F32', 'BF16'], onnx: ['fp32', 'int8', 'fp16'], kvCacheType: 'F16' },
  },
];
