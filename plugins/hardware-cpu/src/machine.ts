import { readFile } from 'node:fs/promises';
import os from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

/** What is asked of the operating system. All reading happens behind this. */
export interface Machine {
  /** As `process.platform` and `process.arch`. */
  platform: string;
  arch: string;
  /** CPUs of the machine, and how many of them the process may run on. */
  logicalCpus: number;
  availableParallelism: number;
  /** The first CPU's name, `unknown` where the system does not tell. */
  cpuModel: string;
  /** Bytes. */
  totalMemory(): number;
  freeMemory(): number;
  /** The text of a file of the system, `undefined` where there is none or it does not come soon. Never rejects. */
  readText(path: string): Promise<string | undefined>;
}

/** A provider has 2 s, and two reads come after one another. */
const READ_LIMIT_MS = 800;

export function thisMachine(): Machine {
  const cpus = os.cpus();
  return {
    platform: process.platform,
    arch: process.arch,
    logicalCpus: cpus.length,
    availableParallelism: os.availableParallelism(),
    cpuModel: cpus[0]?.model ?? 'unknown',
    totalMemory: os.totalmem,
    freeMemory: os.freemem,
    readText,
  };
}

async function readText(path: string): Promise<string | undefined> {
  const done = new AbortController();
  const late = sleep(READ_LIMIT_MS, undefined, { signal: done.signal, ref: false }).catch(() => undefined);
  try {
    return await Promise.race([readFile(path, 'utf8'), late]);
  } catch {
    return undefined;
  } finally {
    done.abort();
  }
}
