import type { Precision } from '@predict-otron/plugin-sdk';

/** Of the server's policy for each platform, the lines of macOS. */
export const METAL_PRECISIONS: Precision[] = [
  {
    format: 'F32',
    families: ['gemma'],
    reason: "Gemma's activations are larger than F16 can hold, which shows as broken text on Metal.",
    levers: { files: ['F32', 'BF16', 'Q8_0', 'Q4_K_M', 'F16'], onnx: ['fp32', 'int8', 'fp16'], kvCacheType: 'F32' },
  },
  {
    format: 'F16',
    reason: 'Metal computes in F16 on every Apple GPU, BF16 on newer ones alone; where it fails, the CPU takes over.',
    levers: { files: ['F16', 'Q8_0', 'Q4_K_M', 'BF16', 'F32'], onnx: ['fp16', 'fp32', 'int8'], kvCacheType: 'F16' },
  },
];
