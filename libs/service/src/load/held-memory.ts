import { readFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Lines of `/proc/self/status`, in KiB. */
const HELD = [/^RssAnon:\s+(\d+)/m, /^RssShmem:\s+(\d+)/m];

/** What the container allows, in bytes; undefined where nothing but the machine's memory is the limit. */
export function containerLimit(): number | undefined {
  const limit = process.constrainedMemory();
  return limit > 0 && limit < totalmem() ? limit : undefined;
}

/**
 * Bytes that this process holds and the kernel cannot take back: weights that are mapped from a file are not among them.
 * Where that cannot be told, all that is in memory.
 */
export function heldBytes(): number {
  try {
    const status = readFileSync('/proc/self/status', 'latin1');
    const kibibytes = HELD.map((line) => Number(line.exec(status)?.[1]));
    const bytes = kibibytes.reduce((sum, value) => sum + value * 1024, 0);
    if (Number.isFinite(bytes)) return bytes;
  } catch {
    // no Linux
  }
  return process.memoryUsage.rss();
}

/** How full the heap of JavaScript is, 0 to 1: Node ends the process at 1. */
export function heapShare(): number {
  const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
  return used / limit;
}

let collect: (() => void) | undefined;

/** Frees what nobody needs any more. Without load Node would put that off, and the memory would seem to stay in use. */
export function collectGarbage(): void {
  if (!collect) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  collect();
}
