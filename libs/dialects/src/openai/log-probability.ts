/** JSON has no -Infinity; OpenAI writes the probability of an impossible token so. */
const IMPOSSIBLE = -9999;

/** A log probability as JSON can hold it. */
export function finiteLogprob(logprob: number): number {
  return Math.max(logprob, IMPOSSIBLE);
}
