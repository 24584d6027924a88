/** How the vectors of a text's tokens become one. */
export type Pooling = 'cls' | 'mean' | 'last';

/**
 * Makes one vector of each row's token vectors.
 * @param tokens rows times columns vectors of `dimensions` numbers
 * @param lengths tokens of each row without padding, which is never looked at
 */
export function poolVectors(
  tokens: Float32Array,
  lengths: Int32Array,
  columns: number,
  dimensions: number,
  pooling: Pooling,
): Float32Array {
  const pooled = new Float32Array(lengths.length * dimensions);
  for (const [row, length] of lengths.entries()) {
    const first = row * columns * dimensions;
    const vector = pooled.subarray(row * dimensions, (row + 1) * dimensions);
    if (pooling === 'mean') meanInto(vector, tokens.subarray(first, first + length * dimensions));
    else {
      const start = first + (pooling === 'last' ? length - 1 : 0) * dimensions;
      vector.set(tokens.subarray(start, start + dimensions));
    }
  }
  return pooled;
}

/** Scales each vector to length 1, in place. A vector of zeros stays one. */
export function normalizeVectors(vectors: Float32Array, dimensions: number): void {
  for (let start = 0; start < vectors.length; start += dimensions) {
    let squares = 0;
    for (let i = start; i < start + dimensions; i++) squares += (vectors[i] as number) ** 2;
    const factor = squares > 0 ? 1 / Math.sqrt(squares) : 0;
    for (let i = start; i < start + dimensions; i++) vectors[i] = (vectors[i] as number) * factor;
  }
}

function meanInto(mean: Float32Array, vectors: Float32Array): void {
  const dimensions = mean.length;
  const sums = new Float64Array(dimensions);
  for (let start = 0; start < vectors.length; start += dimensions) {
    for (let i = 0; i < dimensions; i++) sums[i] = (sums[i] as number) + (vectors[start + i] as number);
  }
  const count = vectors.length / dimensions;
  for (let i = 0; i < dimensions; i++) mean[i] = (sums[i] as number) / count;
}
