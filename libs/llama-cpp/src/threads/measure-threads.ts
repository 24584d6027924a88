import type { Row, StepContext } from '../step/step-context.js';
import { candidates, type ThreadRow } from './thread-table.js';

/** One size is measured no longer than this, and none of which a step alone would take longer. */
const SIZE_LIMIT_MS = 700;
/** A step of one token that takes one thread so long is worth all cores, whatever starting their threads costs. */
const LONG_STEP_MS = 200;
const ROUNDS = 7;
/** Steps after which a number of threads may be left out: any one can be held up by something else. */
const FAIR_CHANCE = 3;
/** More threads are taken where they are faster by more than this: the server and its clients need cores too. */
const WORTH = 1.15;
/** Tokens of the piece of a prompt that is measured. */
const PIECE = 64;

/** Steps of one size with one number of threads. */
interface Trial {
  threads: number;
  /** Milliseconds of each. */
  taken: number[];
}

/**
 * Measures which number of threads is fastest for one answer, for many at once and for reading a prompt, with real
 * steps in an unused context. A large model, for which time runs out, gets all cores. Leaves the sequences empty.
 * @param isOver asked between steps; once it says so, nothing was measured
 */
export async function measureThreads(
  context: StepContext,
  cores: number,
  isOver: () => boolean = () => false,
): Promise<ThreadRow[] | undefined> {
  const sizes = [1, Math.min(context.sequences, context.batchTokens), Math.min(PIECE, context.batchTokens)];
  const rows: ThreadRow[] = [];
  let msPerToken = 0;
  for (const tokens of new Set(sizes)) {
    if (msPerToken * tokens > SIZE_LIMIT_MS) {
      rows.push({ tokens, threads: cores });
      continue;
    }
    const trials = await measureSize(context, tokens, cores, isOver);
    if (isOver()) return undefined;
    msPerToken = fastest(trials) / tokens;
    rows.push({ tokens, ...bestAndRival(trials) });
  }
  return rows;
}

/**
 * One thread or all: enough for the beginning. Where llama.cpp makes its threads anew for every step, one is up to 40
 * times faster than two for a small model.
 */
export async function guessThreads(context: StepContext, cores: number): Promise<ThreadRow[]> {
  const trials = [cores, 1].map((threads): Trial => ({ threads, taken: [] }));
  context.setThreads(cores);
  await time(context, 1);
  context.setThreads(1);
  if ((await time(context, 1)) > LONG_STEP_MS) return [{ tokens: 1, threads: cores }];
  for (let round = 0; round < 2; round++) await measureOnce(context, 1, trials);
  const [all, one] = trials.map(typical) as [number, number];
  const [threads, rival] = all > one * 2 ? [1, cores] : [cores, 1];
  return [{ tokens: 1, threads, ...(cores > 1 && { rival }) }];
}

async function measureSize(
  context: StepContext,
  tokens: number,
  cores: number,
  isOver: () => boolean,
): Promise<Trial[]> {
  const end = performance.now() + SIZE_LIMIT_MS;
  const trials = candidates(cores).map((threads): Trial => ({ threads, taken: [] }));
  const enough = () => isOver() || performance.now() > end;
  for (let round = 0; round < ROUNDS && !enough(); round++) await measureOnce(context, tokens, trials, enough);
  return trials;
}

/** Each in turn, so that a machine that slows down slows all; those that are far behind are left out. */
async function measureOnce(
  context: StepContext,
  tokens: number,
  trials: Trial[],
  enough: () => boolean = () => false,
): Promise<void> {
  for (const trial of trials) {
    if (enough() || (trial.taken.length >= FAIR_CHANCE && typical(trial) > fastest(trials) * 2)) continue;
    context.setThreads(trial.threads);
    trial.taken.push(await time(context, tokens));
  }
}

/** The fewest threads that are not much slower than the best, and of all others the fastest. */
function bestAndRival(trials: Trial[]): Pick<ThreadRow, 'threads' | 'rival'> {
  const limit = fastest(trials) * WORTH;
  const threads = Math.min(...trials.filter((trial) => typical(trial) <= limit).map((trial) => trial.threads));
  const [second] = trials.filter((trial) => trial.threads !== threads).toSorted((a, b) => typical(a) - typical(b));
  return { threads, ...(second && second.taken.length > 0 && { rival: second.threads }) };
}

function fastest(trials: Trial[]): number {
  return Math.min(...trials.map(typical));
}

/** Lower quartile of what the steps took, since others only ever make them longer; infinite if there was none. */
function typical({ taken }: Trial): number {
  return taken.toSorted((a, b) => a - b)[(taken.length - 1) >> 2] ?? Number.POSITIVE_INFINITY;
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
