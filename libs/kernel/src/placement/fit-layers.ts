/** What is asked of a device's memory. */
export interface FitQuestion {
  /** Layers of the model; absent where they cannot be shared. */
  layers?: number;
  /** Bytes that models may take on the device. */
  limit: number;
  /** Bytes that so many layers take there. */
  need(layers: number | 'all'): Promise<number>;
}

/** The most layers that fit into a device's memory: `all`, a number, or 0. More layers never need less. */
export async function fitLayers({ layers, limit, need }: FitQuestion): Promise<number | 'all'> {
  const fits = async (count: number | 'all') => (await need(count)) <= limit;
  if (await fits('all')) return 'all';
  let [low, high] = [0, layers ?? 0];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (await fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}
