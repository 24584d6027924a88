/** Of the free memory, what stays free: drivers and other programs take more at times. */
const KEPT_FREE = 0.05;

/** What is asked of a device's memory. */
export interface FitQuestion {
  /** Layers of the model; absent where they cannot be shared. */
  layers?: number;
  /** Bytes that are free on the device. */
  free: number;
  /** Bytes that so many layers take there. */
  need(layers: number | 'all'): Promise<number>;
}

/** The most layers that fit into a device's free memory: `all`, a number, or 0. More layers never need less. */
export async function fitLayers({ layers, free, need }: FitQuestion): Promise<number | 'all'> {
  const fits = async (count: number | 'all') => (await need(count)) <= free * (1 - KEPT_FREE);
  if (await fits('all')) return 'all';
  let [low, high] = [0, layers ?? 0];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (await fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}
