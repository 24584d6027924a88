import { percentile } from '../statistics/percentile.js';
import type { Sample } from './measure-answer.js';

/** What was measured with so many requests at a time. */
export interface Level {
  concurrency: number;
  answers: number;
  failures: number;
  /** Why the first one failed. */
  failure?: string;
  /** All answers of the level together. */
  tokensPerSecond: number;
  firstTokenMs: { median: number; p95: number; slowest: number };
  totalMs: { median: number; p95: number; slowest: number };
}

/** Bounds of a level: it ends with whichever comes first. */
export interface Bounds {
  requests: number;
  seconds: number;
}

/** Asks with so many at a time, until the count or the time is reached; those that are cut off by the time do not count. */
export async function measureLevel(
  concurrency: number,
  { requests, seconds }: Bounds,
  ask: (signal: AbortSignal) => Promise<Sample>,
): Promise<Level> {
  const samples: Sample[] = [];
  const failures: string[] = [];
  const time = AbortSignal.timeout(seconds * 1000);
  const begun = performance.now();
  let started = 0;
  const worker = async () => {
    while (started < requests && !time.aborted) {
      started++;
      try {
        samples.push(await ask(time));
      } catch (error) {
        if (time.aborted) return;
        failures.push((error as Error).message);
        // a server that refuses is not asked as fast as it can refuse
        if (failures.length >= concurrency) return;
      }
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  const elapsed = (performance.now() - begun) / 1000;
  return {
    concurrency,
    answers: samples.length,
    failures: failures.length,
    ...(failures[0] !== undefined && { failure: failures[0] }),
    tokensPerSecond: samples.reduce((sum, { tokens }) => sum + tokens, 0) / elapsed,
    firstTokenMs: spread(samples.map((it) => it.firstTokenMs)),
    totalMs: spread(samples.map((it) => it.totalMs)),
  };
}

const spread = (values: number[]) => ({
  median: percentile(values, 0.5),
  p95: percentile(values, 0.95),
  slowest: percentile(values, 1),
});
