/** CPUs that `cpu.max` of version 2 allows: `150000 100000` are 1.5, `max 100000` is no limit. */
export function parseCpuMax(text = ''): number | undefined {
  const [, quota, period] = /^(\d+) (\d+)\s*$/.exec(text) ?? [];
  return parseCpuQuota(quota, period);
}

/** CPUs that `cpu.cfs_quota_us` and `cpu.cfs_period_us` of version 1 allow; a quota of -1 is no limit. */
export function parseCpuQuota(quota?: string, period?: string): number | undefined {
  const cpus = wholeNumber(quota) / wholeNumber(period);
  return Number.isFinite(cpus) && cpus > 0 ? cpus : undefined;
}

/** Bytes that a memory file allows; `max` (version 2) is no limit. Version 1 writes a number above any memory instead. */
export function parseLimit(text?: string): number | undefined {
  const bytes = wholeNumber(text);
  return bytes > 0 ? bytes : undefined;
}

/** Bytes in use, 0 where the file is missing. */
export function parseUsed(text?: string): number {
  return wholeNumber(text) || 0;
}

/** Bytes of the page cache that a container can give back at once, of `memory.stat` of either version. */
export function parseReclaimable(text = ''): number {
  // version 1 has both lines, and only the total counts the groups inside
  const line = /^total_inactive_file (\d+)$/m.exec(text) ?? /^inactive_file (\d+)$/m.exec(text);
  return wholeNumber(line?.[1]) || 0;
}

/** NaN for anything else, a missing file included. */
function wholeNumber(text = ''): number {
  return /^\d{1,20}\s*$/.test(text) ? Number(text) : Number.NaN;
}
