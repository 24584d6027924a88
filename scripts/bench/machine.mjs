import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

/** What the numbers were taken on. */
export function describeMachine() {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    system: `${process.platform} ${process.arch}`,
  };
}

/** How busy the machine is with other things: load average of one minute, and busy cores within one second. */
export async function measureLoad() {
  const before = cpus();
  await sleep(1000);
  const busy = cpus().map(({ times }, core) => {
    const spent = Object.keys(times).map((kind) => [kind, times[kind] - before[core].times[kind]]);
    const all = spent.reduce((sum, [, time]) => sum + time, 0);
    return all === 0 ? 0 : 1 - (times.idle - before[core].times.idle) / all;
  });
  return { loadAverage: loadavg()[0], busyCores: busy.reduce((sum, share) => sum + share, 0) };
}

/** Linux's time of all cores so far, in ticks, and how much of it the host of a virtual machine gave to others; zeros elsewhere. */
export function readTicks() {
  try {
    // user, nice, system, idle, iowait, irq, softirq, steal: proc(5)
    const ticks = readFileSync('/proc/stat', 'utf8').split('\n')[0].split(/ +/).slice(1, 9).map(Number);
    return { all: ticks.reduce((sum, count) => sum + count, 0), stolen: ticks[7] };
  } catch {
    return { all: 0, stolen: 0 };
  }
}
