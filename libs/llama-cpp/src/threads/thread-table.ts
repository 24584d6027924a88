/** A measured best number of threads for steps of at least so many tokens. */
export interface ThreadRow {
  tokens: number;
  threads: number;
  /** The second best number. Steps of real answers may show that it is the better one. */
  rival?: number;
}

/** The number of threads for a step: that of the largest size in the table that is not above it. */
export function threadsFor(rows: readonly ThreadRow[], tokens: number): number {
  return rowFor(rows, tokens)?.threads ?? 1;
}

/** That row; for less than the smallest size the first one. */
export function rowFor(rows: readonly ThreadRow[], tokens: number): ThreadRow | undefined {
  // the sizes rise
  return rows.findLast((row) => row.tokens <= tokens) ?? rows[0];
}

/** Numbers of threads worth trying on so many cores: all of them, and powers of two, falling. */
export function candidates(cores: number): number[] {
  const tried: number[] = [];
  for (let threads = 1; threads < cores; threads *= 2) tried.push(threads);
  return [...tried, cores].reverse();
}
