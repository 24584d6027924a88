import { jest } from '@jest/globals';
import type { Row, StepContext } from '../step/step-context.js';
import { guessThreads, measureThreads } from './measure-threads.js';

/** A context whose steps take the given milliseconds by a clock of its own. */
function contextThatTakes(stepMs: (tokens: number, threads: number) => number): StepContext {
  let now = 0;
  let threads = 1;
  jest.spyOn(performance, 'now').mockImplementation(() => now);
  const context = {
    batchTokens: 512,
    sequences: 16,
    setThreads: (count: number) => {
      threads = count;
    },
    async step(rows: Row[]) {
      now += stepMs(
        rows.reduce((sum, { tokens }) => sum + tokens.length, 0),
        threads,
      );
      return [];
    },
    truncate: async () => true,
  };
  return context as unknown as StepContext;
}

afterEach(() => {
  jest.restoreAllMocks();
});

it('takes one thread where making others costs more than they bring, and all where there is much to compute', async () => {
  const context = contextThatTakes((tokens, threads) => (tokens * 0.1) / threads + (threads > 1 ? 2 : 0));
  await expect(measureThreads(context, 4)).resolves.toEqual([
    { tokens: 1, threads: 1, rival: 4 },
    { tokens: 16, threads: 1, rival: 4 },
    { tokens: 64, threads: 4, rival: 2 },
  ]);
});

it('leaves cores to others where they bring next to nothing', async () => {
  const context = contextThatTakes((tokens, threads) => tokens * (threads > 1 ? 0.95 : 1));
  await expect(measureThreads(context, 4)).resolves.toEqual([
    { tokens: 1, threads: 1, rival: 4 },
    { tokens: 16, threads: 1, rival: 4 },
    { tokens: 64, threads: 1, rival: 4 },
  ]);
});

it('gives up no number of threads for a step that something else held up', async () => {
  const begun = new Set<number>();
  const context = contextThatTakes((tokens, threads) => {
    const first = !begun.has(tokens * threads);
    begun.add(tokens * threads);
    return first && threads > 1 ? 40 : tokens / threads;
  });
  await expect(measureThreads(context, 2)).resolves.toEqual([
    { tokens: 1, threads: 2, rival: 1 },
    { tokens: 16, threads: 2, rival: 1 },
    { tokens: 64, threads: 2, rival: 1 },
  ]);
});

it('takes all cores for a model whose steps are too long to try more', async () => {
  const context = contextThatTakes((tokens) => tokens * 800);
  await expect(measureThreads(context, 8)).resolves.toEqual([
    { tokens: 1, threads: 8 },
    { tokens: 16, threads: 8 },
    { tokens: 64, threads: 8 },
  ]);
});

it('has measured nothing when it is told to stop', async () => {
  const context = contextThatTakes((tokens) => tokens);
  let steps = 0;
  await expect(measureThreads(context, 4, () => ++steps > 5)).resolves.toBeUndefined();
});

it('guesses all cores, but one thread where others cost more than a step', async () => {
  await expect(
    guessThreads(
      contextThatTakes((tokens) => tokens),
      4,
    ),
  ).resolves.toEqual([{ tokens: 1, threads: 4, rival: 1 }]);
  const dear = contextThatTakes((tokens, threads) => (tokens * 2) / threads + (threads > 1 ? 9 : 0));
  await expect(guessThreads(dear, 4)).resolves.toEqual([{ tokens: 1, threads: 1, rival: 4 }]);
});

it('tries no step that would take long: a request may come meanwhile', async () => {
  let longest = 0;
  const context = contextThatTakes((tokens) => {
    longest = Math.max(longest, tokens * 100);
    return tokens * 100;
  });
  await measureThreads(context, 8);
  await guessThreads(context, 8);
  expect(longest).toBe(100);
});

it('takes all cores for a large model without trying others', async () => {
  let steps = 0;
  const context = contextThatTakes((tokens, threads) => {
    steps++;
    return (tokens * 4000) / threads;
  });
  await expect(guessThreads(context, 8)).resolves.toEqual([{ tokens: 1, threads: 8 }]);
  expect(steps).toBe(2);
});
