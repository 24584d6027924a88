/** A measured best number of threads for steps of at least so many tokens. */
export interface ThreadRow {
  tokens: number;
  threads: number;
}

/** The number of threads for a step: that of the largest size in the table that is not above it. */
export function threadsFor(rows: readonly ThreadRow[], tokens: number): number {
  let threads = rows[0]?.threads ?? 1;
  // the sizes rise
  for (const row of rows) if (row.tokens <= tokens) threads = row.threads;
  return threads;
}

/** Numbers of threads worth trying on so many cores: all of them, and powers of two, falling. */
export function candidates(cores: number): number[] {
  const tried: number[] = [];
  for (let threads = 1; threads < cores; threads *= 2) tried.push(threads);
  return [...tried, cores].reverse();
}
