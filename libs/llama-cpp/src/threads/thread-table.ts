/** A measured best number of threads for steps of at least so many tokens. */
export interface ThreadRow {
  tokens: number;
  threads: number;
}

/** The number of threads for a step: that of the largest measured size that is not above it. */
export function threadChoice(rows: readonly ThreadRow[]): (tokens: number) => number {
  const sorted = [...rows].sort((a, b) => a.tokens - b.tokens);
  return (tokens) => {
    let threads = sorted[0]?.threads ?? 1;
    for (const row of sorted) if (row.tokens <= tokens) threads = row.threads;
    return threads;
  };
}

/** Numbers of threads worth trying on so many cores: all of them, and powers of two, falling. */
export function candidates(cores: number): number[] {
  const tried: number[] = [];
  for (let threads = 1; threads < cores; threads *= 2) tried.push(threads);
  return [...tried, cores].reverse();
}
