/** A forward costs about as much as this many tokens beside the tokens themselves (measured: 9, with 6 layers of 384). */
const FORWARD_COST_TOKENS = 16;
/** Share of a batch that may be padding where that is more: a device that takes large batches also wants them. */
const PADDING_SHARE = 1 / 32;

/** Texts of a length-sorted list from `start` up to, and without, `end`. */
export interface BatchWindow {
  start: number;
  end: number;
}

/**
 * Chooses the texts of one forward: the seed and its neighbors in length. A backend pads each text to the longest, so
 * the window grows towards the nearer length while rows times longest stays within `batchTokens` and the padding costs
 * less than another forward would. A seed longer than the budget goes alone.
 * @param lengths tokens of the waiting texts, ascending
 * @param seed place of the text that must be in the batch
 */
export function planBatch(lengths: readonly number[], seed: number, batchTokens: number): BatchWindow {
  const window = { start: seed, end: seed + 1 };
  const seedLength = lengths[seed] as number;
  let tokens = seedLength;
  const fits = (length: number): boolean => {
    const rows = window.end - window.start + 1;
    const computed = rows * Math.max(lengths[window.end - 1] as number, length);
    const padding = computed - tokens - length;
    return computed <= batchTokens && padding <= Math.max(FORWARD_COST_TOKENS, computed * PADDING_SHARE);
  };
  for (;;) {
    const shorter = lengths[window.start - 1];
    const longer = lengths[window.end];
    const takeShorter = shorter !== undefined && fits(shorter);
    const takeLonger = longer !== undefined && fits(longer);
    if (takeShorter && (!takeLonger || seedLength - shorter <= longer - seedLength)) {
      window.start--;
      tokens += shorter;
    } else if (takeLonger) {
      window.end++;
      tokens += longer;
    } else {
      return window;
    }
  }
}
