import { readFileSync } from 'node:fs';

/** Column of `/proc/stat` with the time that a virtual machine was ready to compute and its host computed for others (proc(5)). */
const STEAL = 7;
/** Columns that are time of their own; those behind are parts of them. */
const COLUMNS = 8;

/** Linux's `/proc/stat`; undefined where there is none. */
export function readCpuTimes(): string | undefined {
  try {
    return readFileSync('/proc/stat', 'utf8');
  } catch {
    return undefined;
  }
}

/** Which share of the cores' time the host of a virtual machine took away between two readings, 0 to 1; 0 where nothing tells. */
export function stolenShare(before: string | undefined, after: string | undefined): number {
  const [from, to] = [ticks(before), ticks(after)];
  const spent = to.map((count, column) => count - (from[column] ?? 0));
  const all = spent.reduce((sum, count) => sum + count, 0);
  return all > 0 ? (spent[STEAL] ?? 0) / all : 0;
}

/** Of all cores together: user, nice, system, idle, iowait, irq, softirq, steal. */
function ticks(text = ''): number[] {
  const counts = /^cpu +(.*)/.exec(text)?.[1]?.split(' ').slice(0, COLUMNS).map(Number);
  return counts?.every(Number.isFinite) ? counts : [];
}
