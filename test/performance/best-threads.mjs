import { availableParallelism } from 'node:os';

/** Numbers of threads at which a peer is measured that does not choose for itself: one, and all cores. */
export const THREADS = [...new Set([1, availableParallelism()])];

/**
 * What a peer reaches whose owner knows its best number of threads, metric by metric.
 * @param {(() => Promise<import('../../scripts/bench/bench-case.mjs').Sample>)[]} measures one for each number of threads
 * @param {Record<string, { better: 'higher' | 'lower' }>} metrics
 */
export async function atItsBest(measures, metrics) {
  const values = {};
  for (const measure of measures) {
    for (const [metric, value] of Object.entries((await measure()).values)) {
      const best = metrics[metric].better === 'higher' ? Math.max : Math.min;
      values[metric] = values[metric] === undefined ? value : best(values[metric], value);
    }
  }
  return { values };
}
