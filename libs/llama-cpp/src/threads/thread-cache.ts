import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import type { StepContext } from '../step/step-context.js';
import { writeCache } from '../write-cache.js';
import { guessThreads, measureThreads } from './measure-threads.js';
import { readCpuTimes, stolenShare } from './stolen-time.js';
import type { ThreadRow } from './thread-table.js';

/** A machine of which its host takes more away meanwhile, 0 to 1, is no quiet one. */
const STOLEN = 0.02;

/** Where measured numbers of threads are kept, and for how many cores they may be. */
export interface ThreadSettings {
  /** Absolute path; nothing is kept without one. */
  cacheFolder?: string;
  cores: number;
  /** Which build of llama.cpp computes: one may keep its threads, another makes them anew for each step. */
  build: string;
}

/** What is known of a model's numbers of threads on this machine. */
export interface KnownThreads {
  rows: ThreadRow[];
  /** Measures them anew and keeps them; undefined where `isOver` said so before the end. Absent: they are known well. */
  measure?(isOver: () => boolean): Promise<ThreadRow[] | undefined>;
}

/** From the cache, or a guess by the first steps: while a server starts, its own start would be measured too. */
export async function knownThreads(
  context: StepContext,
  modelPath: string,
  settings: ThreadSettings,
): Promise<KnownThreads> {
  const { cacheFolder, cores } = settings;
  if (cores <= 1) return { rows: [{ tokens: 1, threads: 1 }] };
  const name = `threads-${await fingerprint(context, modelPath, settings)}.json`;
  const file = cacheFolder === undefined ? undefined : join(cacheFolder, name);
  const known = file === undefined ? undefined : await readMeasured(file, cores);
  if (known?.quiet) return { rows: known.rows };
  return {
    rows: known ? known.rows : await guessThreads(context, cores),
    async measure(isOver) {
      // what was measured on a busy machine serves until there is a quiet one
      const idle = (loadavg()[0] ?? 0) < cores / 2;
      if (known && !idle) return undefined;
      const times = readCpuTimes();
      const rows = await measureThreads(context, cores, isOver);
      const quiet = idle && stolenShare(times, readCpuTimes()) < STOLEN;
      if (file && rows) await writeCache(file, { rows, quiet } satisfies Measured);
      return rows;
    },
  };
}

/** Of what is kept; another one is not read. */
const FORMAT = 3;

interface Measured {
  rows: ThreadRow[];
  quiet: boolean;
}

async function fingerprint(context: StepContext, modelPath: string, { cores, build }: ThreadSettings): Promise<string> {
  const { size, mtimeMs } = await stat(modelPath);
  const machine = [FORMAT, cpus()[0]?.model, cores, build, context.sequences, context.batchTokens];
  return createHash('sha256')
    .update(JSON.stringify([modelPath, size, mtimeMs, machine]))
    .digest('hex')
    .slice(0, 16);
}

async function readMeasured(file: string, cores: number): Promise<Measured | undefined> {
  try {
    const { rows, quiet }: Partial<Measured> = JSON.parse(await readFile(file, 'utf8'));
    const usable = Array.isArray(rows) && rows.length > 0 && rows.every((row) => isRow(row, cores));
    return usable ? { rows, quiet: quiet === true } : undefined;
  } catch {
    return undefined;
  }
}

function isRow(row: Partial<ThreadRow>, cores: number): row is ThreadRow {
  const { tokens, threads, rival = threads } = row;
  return Number.isInteger(tokens) && [threads, rival].every((count) => isThreads(count, cores));
}

function isThreads(count: unknown, cores: number): boolean {
  return Number.isInteger(count) && (count as number) >= 1 && (count as number) <= cores;
}
