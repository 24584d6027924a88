import type { Precision } from '@predict-otron/plugin-sdk';

/** Of the server's policy for each platform, the line of CPUs. */
export const CPU_PRECISIONS: Precision[] = [
  {
    format: 'F32',
    reason: 'Every CPU computes in F32; what is stored in another format is converted while it computes.',
  },
];
