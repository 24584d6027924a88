/** @param {number[]} values at least one @param {number} share 0 to 1 @returns {number} between neighbours by weight */
export function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const below = Math.floor(at);
  return sorted[below] + (sorted[Math.min(below + 1, sorted.length - 1)] - sorted[below]) * (at - below);
}

/** @param {number[]} values @returns {{ median: number, low: number, high: number }} low and high: the quartiles */
export function summarize(values) {
  return { median: quantile(values, 0.5), low: quantile(values, 0.25), high: quantile(values, 0.75) };
}
