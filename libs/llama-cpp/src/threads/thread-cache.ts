import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import type { StepContext } from '../step/step-context.js';
import { writeCache } from '../write-cache.js';
import { measureThreads } from './measure-threads.js';
import type { ThreadRow } from './thread-table.js';

/** Where measured numbers of threads are kept, and for how many cores they may be. */
export interface ThreadSettings {
  /** Absolute path; nothing is kept without one. */
  cacheFolder?: string;
  cores: number;
  /** Which build of llama.cpp computes: one may keep its threads, another makes them anew for each step. */
  build: string;
}

/** The measured numbers of threads for this model on this machine: from the cache, or measured now. */
export async function measuredThreads(
  context: StepContext,
  modelPath: string,
  settings: ThreadSettings,
): Promise<ThreadRow[]> {
  const { cacheFolder, cores } = settings;
  if (cores <= 1) return [{ tokens: 1, threads: 1 }];
  const file = cacheFolder && join(cacheFolder, `threads-${await fingerprint(context, modelPath, settings)}.json`);
  const known = file && (await readMeasured(file, cores));
  // what was measured on a busy machine serves until there is a quiet one
  const quiet = (loadavg()[0] ?? 0) < cores / 2;
  if (known && (known.quiet || !quiet)) return known.rows;
  const rows = await measureThreads(context, cores);
  if (file) await writeCache(file, { rows, quiet } satisfies Measured);
  return rows;
}

interface Measured {
  rows: ThreadRow[];
  quiet: boolean;
}

async function fingerprint(context: StepContext, modelPath: string, { cores, build }: ThreadSettings): Promise<string> {
  const { size, mtimeMs } = await stat(modelPath);
  const machine = [cpus()[0]?.model, cores, build, context.sequences, context.batchTokens];
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
  const { tokens, threads } = row;
  return (
    Number.isInteger(tokens) && Number.isInteger(threads) && (threads as number) >= 1 && (threads as number) <= cores
  );
}
