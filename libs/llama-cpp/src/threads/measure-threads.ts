import type { Row, StepContext } from '../step/step-context.js';
import { candidates, type ThreadRow } from './thread-table.js';

/** Nothing more is measured after this long. */
const TIME_LIMIT_MS = 1500;
const REPEATS = 3;
/** Tokens of the piece of a prompt that is measured. */
const PIECE = 64;

/**
 * Measures which number of threads is fastest for one answer, for many at once and for reading a prompt, with real
 * steps in an unused context. llama.cpp's threads are made anew for every step, so that for small models one is up
 * to 40 times faster than two. Leaves the sequences empty.
 */
export async function measureThreads(context: StepContext, cores: number): Promise<ThreadRow[]> {
  const started = performance.now();
  const sizes = [1, Math.min(context.sequences, context.batchTokens), Math.min(PIECE, context.batchTokens)];
  const best = new Map<number, { ms: number; threads: number }>();
  await time(context, 1);
  for (const threads of candidates(cores)) {
    context.setThreads(threads);
    for (const tokens of new Set(sizes)) {
      if (best.has(tokens) && performance.now() - started > TIME_LIMIT_MS) continue;
      const ms = await fastest(context, tokens, best.get(tokens)?.ms);
      if (ms < (best.get(tokens)?.ms ?? Number.POSITIVE_INFINITY)) best.set(tokens, { ms, threads });
    }
  }
  return [...best].map(([tokens, { threads }]) => ({ tokens, threads }));
}

/** The fastest of some repeats; a size that is far behind the best is not repeated. */
async function fastest(context: StepContext, tokens: number, best = Number.POSITIVE_INFINITY): Promise<number> {
  let fastestMs = Number.POSITIVE_INFINITY;
  for (let i = 0; i < REPEATS && (i === 0 || fastestMs < best * 2); i++) {
    fastestMs = Math.min(fastestMs, await time(context, tokens));
  }
  return fastestMs;
}

/** Milliseconds of one step: one token for each of several sequences, or a piece of a prompt. */
async function time(context: StepContext, tokens: number): Promise<number> {
  const asPiece = tokens > context.sequences;
  const rows: Row[] = Array.from({ length: asPiece ? 1 : tokens }, (_, sequence) => ({
    sequence,
    position: 0,
    tokens: new Array<number>(asPiece ? tokens : 1).fill(1),
  }));
  const started = performance.now();
  await context.step(rows);
  const ms = performance.now() - started;
  for (const { sequence } of rows) await context.truncate(sequence, 0);
  return ms;
}
