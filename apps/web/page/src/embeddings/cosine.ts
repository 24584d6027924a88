/** Vectors of length 1; a zero vector stays one. */
function normalized(vectors: number[][]): number[][] {
  return vectors.map((vector) => {
    const length = Math.hypot(...vector);
    return length > 0 ? vector.map((value) => value / length) : vector;
  });
}

/** Cosine similarity of each vector with each: a symmetric matrix with ones on its diagonal. */
export function similarities(vectors: number[][]): number[][] {
  const unit = normalized(vectors);
  return unit.map((a) => unit.map((b) => a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0)));
}

/** The others by their similarity to one, nearest first. */
export function neighbors(matrix: number[][], of: number): { index: number; similarity: number }[] {
  return (matrix[of] ?? [])
    .map((similarity, index) => ({ index, similarity }))
    .filter(({ index }) => index !== of)
    .sort((a, b) => b.similarity - a.similarity);
}
