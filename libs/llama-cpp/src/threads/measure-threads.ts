import type { Row, StepContext } from '../step/step-context.js';
import { candidates, type ThreadRow } from './thread-table.js';

/** Nothing more is measured after this long. */
const TIME_LIMIT_MS = 1500;
const REPEATS = 3;
/** More threads are taken where they are faster by more than this: the server and its clients need cores too. */
const WORTH = 1.15;
/** Tokens of the piece of a prompt that is measured. */
const PIECE = 64;

/**
 * Measures which number of threads is fastest for one answer, for many at once and for reading a prompt, with real
 * steps in an unused context. Where llama.cpp makes its threads anew for every step, one is up to 40 times faster than
 * two for a small model. A large model, for which time runs out, gets all cores. Leaves the sequences empty.
 */
export async function measureThreads(context: StepContext, cores: number): Promise<ThreadRow[]> {
  const started = performance.now();
  const timeIsOut = () => performance.now() - started > TIME_LIMIT_MS;
  const sizes = [1, Math.min(context.sequences, context.batchTokens), Math.min(PIECE, context.batchTokens)];
  const best = new Map(sizes.map((tokens) => [tokens, { ms: Number.POSITIVE_INFINITY, threads: cores }]));
  await time(context, 1);
  for (const threads of candidates(cores)) {
    context.setThreads(threads);
    for (const [tokens, { ms: bestMs }] of best) {
      let ms = Number.POSITIVE_INFINITY;
      // what is far behind the best is not repeated
      for (let i = 0; i < REPEATS && !timeIsOut() && (i === 0 || ms < bestMs * 2); i++) {
        ms = Math.min(ms, await time(context, tokens));
      }
      // the candidates fall
      if (ms < bestMs * WORTH) best.set(tokens, { ms: Math.min(ms, bestMs), threads });
    }
  }
  return [...best].map(([tokens, { threads }]) => ({ tokens, threads }));
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
