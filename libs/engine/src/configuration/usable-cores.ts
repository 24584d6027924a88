import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** Cores that this process may use: the machine's, or fewer where it is bound to some or its container has a quota. */
export function usableCores(): number {
  return Math.max(1, Math.min(availableParallelism(), Math.floor(containerQuota())));
}

/** Cores worth of time that the control group grants, infinite without a limit or outside of Linux. */
function containerQuota(): number {
  try {
    return parseCpuMax(readFileSync('/sys/fs/cgroup/cpu.max', 'utf8'));
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** Reads `cpu.max` of cgroup v2: quota and period in microseconds, or `max`. */
export function parseCpuMax(text: string): number {
  const [quota, period] = text.trim().split(' ').map(Number);
  return quota && period ? quota / period : Number.POSITIVE_INFINITY;
}
