const STEPS = 300;

/**
 * The first two principal components of some vectors: a point of the plane for each, as far apart as a plane allows.
 * By power iteration on the matrix of scalar products, which is small where there are few vectors, however long.
 */
export function planeOf(vectors: number[][]): [number, number][] {
  const centered = center(vectors);
  const products = centered.map((a) => centered.map((b) => dot(a, b)));
  const first = strongest(products, []);
  const second = strongest(products, [first.direction]);
  return vectors.map((_, index) => [coordinate(first, index), coordinate(second, index)]);
}

interface Component {
  direction: number[];
  strength: number;
}

const coordinate = ({ direction, strength }: Component, index: number) =>
  (direction[index] ?? 0) * Math.sqrt(Math.max(0, strength));

function center(vectors: number[][]): number[][] {
  const mean = (vectors[0] ?? []).map((_, place) => sum(vectors.map((vector) => vector[place] ?? 0)) / vectors.length);
  return vectors.map((vector) => vector.map((value, place) => value - (mean[place] ?? 0)));
}

/** The direction in which a symmetric matrix stretches most, at right angles to those that are known. */
function strongest(matrix: number[][], known: number[][]): Component {
  // not symmetric, so that no component is missed by chance; the same every time, so that the map stays as it is
  let direction = matrix.map((_, index) => Math.sin(index + 1) + 0.5);
  let strength = 0;
  for (let step = 0; step < STEPS; step += 1) {
    const free = known.reduce((vector, other) => minus(vector, other, dot(vector, other)), direction);
    const length = Math.sqrt(dot(free, free));
    if (length < 1e-12) return { direction: matrix.map(() => 0), strength: 0 };
    const unit = free.map((value) => value / length);
    direction = matrix.map((row) => dot(row, unit));
    strength = dot(direction, unit);
    if (strength < 1e-12) return { direction: unit, strength: 0 };
  }
  const free = known.reduce((vector, other) => minus(vector, other, dot(vector, other)), direction);
  const length = Math.sqrt(dot(free, free)) || 1;
  return { direction: free.map((value) => value / length), strength };
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
const dot = (a: number[], b: number[]) => sum(a.map((value, index) => value * (b[index] ?? 0)));
const minus = (a: number[], b: number[], times: number) => a.map((value, index) => value - times * (b[index] ?? 0));
