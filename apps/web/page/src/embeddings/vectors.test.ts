import { neighbors, similarities } from './cosine.js';
import { planeOf } from './principal-components.js';

describe('similarities', () => {
  it('are cosines', () => {
    const matrix = similarities([
      [1, 0],
      [0, 2],
      [3, 3],
      [0, 0],
    ]);
    expect(matrix[0]?.[0]).toBeCloseTo(1, 12);
    expect(matrix[0]?.[1]).toBeCloseTo(0, 12);
    expect(matrix[0]?.[2]).toBeCloseTo(Math.SQRT1_2, 12);
    expect(matrix[2]?.[3]).toBe(0);
  });

  it('order the neighbors', () => {
    const matrix = similarities([
      [1, 0],
      [1, 0.1],
      [0, 1],
    ]);
    expect(neighbors(matrix, 0).map(({ index }) => index)).toEqual([1, 2]);
  });
});

describe('planeOf', () => {
  const distance = (a?: [number, number], b?: [number, number]) =>
    Math.hypot((a?.[0] ?? 0) - (b?.[0] ?? 0), (a?.[1] ?? 0) - (b?.[1] ?? 0));

  it('keeps distances where the vectors lie in a plane', () => {
    const vectors = [
      [0, 0, 5, 1],
      [3, 0, 5, 1],
      [0, 4, 5, 1],
      [-7, 2, 5, 1],
    ];
    const plane = planeOf(vectors);
    for (const [i, a] of vectors.entries())
      for (const [j, b] of vectors.entries())
        expect(distance(plane[i], plane[j])).toBeCloseTo(Math.hypot(...a.map((value, k) => value - (b[k] ?? 0))), 6);
  });

  it('puts the widest direction first', () => {
    const plane = planeOf([
      [0, -10],
      [1, 10],
      [-1, 10],
      [0, -10],
    ]);
    expect(Math.abs((plane[0]?.[0] ?? 0) - (plane[1]?.[0] ?? 0))).toBeGreaterThan(19);
    expect(Math.max(...plane.map(([, y]) => Math.abs(y)))).toBeLessThan(2);
  });

  it('puts equal vectors, and one alone, on one point', () => {
    expect(planeOf([[1, 2]])).toEqual([[0, 0]]);
    expect(
      planeOf([
        [1, 2],
        [1, 2],
      ])
        .flat()
        .every((value) => value === 0),
    ).toBe(true);
    expect(planeOf([])).toEqual([]);
  });
});
