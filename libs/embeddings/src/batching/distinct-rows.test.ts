import fc from 'fast-check';
import { distinctRows } from './distinct-rows.js';

describe('distinctRows', () => {
  it('keeps one of equal rows', () => {
    expect(distinctRows([[1, 2], [3], [1, 2], [2, 1], [3]])).toEqual({
      rows: [[1, 2], [3], [2, 1]],
      places: [0, 1, 0, 2, 1],
    });
  });

  it('keeps apart ids that share their low bytes', () => {
    expect(distinctRows([[1], [257], [65537]]).rows).toHaveLength(3);
  });

  it('gives each row its equal, and no row twice', () => {
    const row = fc.array(fc.nat({ max: 3 }), { maxLength: 4 });
    fc.assert(
      fc.property(fc.array(row), (batch) => {
        const { rows, places } = distinctRows(batch);
        expect(places.map((place) => rows[place])).toEqual(batch);
        expect(new Set(rows.map(String)).size).toBe(rows.length);
      }),
    );
  });
});
