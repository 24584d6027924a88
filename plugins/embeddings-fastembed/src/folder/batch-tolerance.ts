import type { OnnxHeader } from './onnx-header.js';

const FLOAT16 = 10;
const BFLOAT16 = 16;
export const FLOAT32_TOLERANCE = 1e-5;
export const HALF_TOLERANCE = 1e-3;
/** Measured with random weights: up to 0.016. */
const QUANTIZED_TOLERANCE = 5e-2;

/**
 * The largest difference that batching or padding can make to one number of a unit vector. Sums are rounded in another
 * order; and a graph that quantizes its activations while it runs takes one scale for the whole batch.
 */
export function batchTolerance(header: Pick<OnnxHeader, 'operators' | 'weightTypes'>): number {
  if ([...header.operators].some((operator) => operator.startsWith('DynamicQuantize'))) return QUANTIZED_TOLERANCE;
  return header.weightTypes.has(FLOAT16) || header.weightTypes.has(BFLOAT16) ? HALF_TOLERANCE : FLOAT32_TOLERANCE;
}
