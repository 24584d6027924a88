/** Rows of a batch without repetitions, and which of them each row is. */
export interface DistinctRows {
  rows: number[][];
  /** For each row of the batch, its place in `rows`. */
  places: number[];
}

/** Finds equal rows, so that a text that many ask for at once is computed once. */
export function distinctRows(batch: number[][]): DistinctRows {
  const seen = new Map<string, number>();
  const rows: number[][] = [];
  const places = batch.map((row) => {
    const key = Buffer.from(Uint32Array.from(row).buffer).toString('latin1');
    const place = seen.get(key) ?? rows.length;
    if (place === rows.length) {
      seen.set(key, place);
      rows.push(row);
    }
    return place;
  });
  return { rows, places };
}
