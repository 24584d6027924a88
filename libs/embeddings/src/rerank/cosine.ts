/** Cosine of the angle between two vectors of one length, -1 to 1; 0 when one of them is zero. */
export function cosine(a: Float32Array, b: Float32Array): number {
  let dot = 0;
  let squareA = 0;
  let squareB = 0;
  for (let i = 0; i < a.length; i++) {
    const x = a[i] as number;
    const y = b[i] as number;
    dot += x * y;
    squareA += x * x;
    squareB += y * y;
  }
  const norms = Math.sqrt(squareA * squareB);
  return norms === 0 ? 0 : Math.min(1, Math.max(-1, dot / norms));
}
