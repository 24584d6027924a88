import { availableParallelism } from 'node:os';

/** Numbers of threads at which a peer is measured that does not choose for itself: one, and all cores. */
export const THREADS = [...new Set([1, availableParallelism()])];

/**
 * A peer whose owner knows its best number of threads, metric by metric: that of the first call, which tries all.
 * @param {((metric: string) => Promise<import('../../scripts/bench/bench-case.mjs').Sample>)[]} measures one for each number of threads
 */
export function atItsBest(measures) {
  const best = new Map();
  return async (metric) => {
    const known = best.get(metric);
    if (known) return known(metric);
    let top;
    for (const measure of measures) {
      const sample = await measure(metric);
      if (top && sample.values[metric] <= top.values[metric]) continue;
      top = sample;
      best.set(metric, measure);
    }
    return top;
  };
}
