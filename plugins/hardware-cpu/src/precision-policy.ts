import type { Precision } from '@predict-otron/plugin-sdk';

/** Of the server's policy for each platform, the line of CPUs. */
export const CPU_PRECISIONS: Precision[] = [
  {
    format: 'F32',
    reason:
      'Every CPU computes in F32. Reading the weights is what takes its time, so that smaller ones are preferred: they are converted while it computes.',
    levers: { files: ['Q8_0', 'Q4_K_M', 'F16', 'BF16', 'F32'], onnx: ['fp32', 'int8', 'fp16'], kvCacheType: 'F16' },
  },
];
