const GIB = 2 ** 30;
const MIB = 2 ** 20;

/** Up to this size macOS lets the GPU hold two thirds of the memory, above it three quarters. */
const LARGE_BYTES = 36 * GIB;

/**
 * Bytes that the GPU may hold (Metal's `recommendedMaxWorkingSetSize`): what `sysctl iogpu.wired_limit_mb` says where
 * somebody has set it, otherwise macOS's own share.
 */
export function workingSet(totalBytes: number, wiredLimit: string): number {
  const set = /^\s*(\d{1,9})\s*$/.exec(wiredLimit)?.[1];
  const limit = Number(set ?? 0) * MIB;
  if (limit > 0) return Math.min(limit, totalBytes);
  return Math.floor(totalBytes <= LARGE_BYTES ? (totalBytes * 2) / 3 : (totalBytes * 3) / 4);
}

/** What programs can get, from `vm_stat`: pages that are free, and those that macOS gives away without writing them. */
export function parseFreeMemory(text: string): number | undefined {
  const pageBytes = Number(/page size of (\d{1,6}) bytes/.exec(text)?.[1]);
  const pages = (name: string) => Number(new RegExp(`^Pages ${name}:\\s+(\\d{1,12})\\.$`, 'm').exec(text)?.[1]);
  const free = pages('free');
  if (!(pageBytes > 0) || Number.isNaN(free)) return undefined;
  return pageBytes * (free + (pages('inactive') || 0) + (pages('speculative') || 0) + (pages('purgeable') || 0));
}
