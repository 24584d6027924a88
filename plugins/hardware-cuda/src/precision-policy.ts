import type { Precision } from '@predict-otron/plugin-sdk';

/** Ampere's. The first generation that computes in BF16. */
const FIRST_WITH_BF16 = 8;

const BF16: Precision = {
  format: 'BF16',
  reason:
    'The GPU computes in BF16, which has the range of F32 in half the memory: models keep the format they were trained in.',
  levers: { files: ['BF16', 'F16', 'Q8_0', 'Q4_K_M', 'F32'], onnx: ['fp16', 'fp32', 'int8'], kvCacheType: 'BF16' },
};

const F16: Precision = {
  format: 'F16',
  reason: 'Every GPU that llama.cpp supports computes in F16, in half the memory of F32.',
  levers: { files: ['F16', 'Q8_0', 'Q4_K_M', 'BF16', 'F32'], onnx: ['fp16', 'fp32', 'int8'], kvCacheType: 'F16' },
};

/** Of the server's policy for each platform, the line of CUDA: BF16 where the GPU has it. */
export function precisionsOf(computeCapability: number | undefined): Precision[] {
  return (computeCapability ?? 0) >= FIRST_WITH_BF16 ? [BF16, F16] : [F16];
}
