import { jest } from '@jest/globals';
import { RecordedContext } from '../scheduler/scheduler.fixture.js';
import type { Row } from '../step/step-context.js';
import type { ThreadRow } from './thread-table.js';
import { tunedContext } from './tuned-context.js';

const GUESS: ThreadRow[] = [{ tokens: 1, threads: 1 }];
const row = (position: number, tokens: number[]): Row => ({ sequence: 0, position, tokens });

class Threads extends RecordedContext {
  readonly set: number[] = [];
  override setThreads(threads: number): void {
    this.set.push(threads);
  }
  override step = async () => [];
  override truncate = async () => true;
}

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

const open = (measure?: (isOver: () => boolean) => Promise<ThreadRow[] | undefined>) => {
  const context = new Threads(4, 64);
  return { context, tuned: tunedContext(context, { rows: GUESS, ...(measure && { measure }) }, 2) };
};

it('gives each step the threads of its size, and says so only where they change', async () => {
  const context = new Threads(4, 64);
  const rows = [
    { tokens: 1, threads: 1 },
    { tokens: 3, threads: 2 },
  ];
  const tuned = tunedContext(context, { rows }, 2);
  for (const tokens of [[1], [2, 3], [4, 5, 6], [7]]) await tuned.step([row(0, tokens)]);
  expect(context.set).toEqual([1, 2, 1]);
  expect([1, 2, 3, 4].map((tokens) => tuned.takesAllCores?.(tokens))).toEqual([false, false, true, true]);
});

it('measures when it is left alone for a while, and uses what came of it', async () => {
  const { context, tuned } = open(async () => [{ tokens: 1, threads: 3 }]);
  await jest.advanceTimersByTimeAsync(5000);
  await tuned.step([row(0, [1])]);
  expect(context.set).toEqual([3]);
});

it('measures nothing once it was used', async () => {
  const measure = jest.fn(async () => undefined);
  const { context, tuned } = open(measure);
  await tuned.truncate(0, 0);
  await jest.advanceTimersByTimeAsync(5000);
  await tuned.step([row(0, [1])]);
  expect(measure).not.toHaveBeenCalled();
  expect(context.set).toEqual([1]);
});

it('stops measuring for the first step, which waits for its end and has the threads that were guessed', async () => {
  let end: (rows: undefined) => void = () => {};
  let stopped: () => boolean = () => false;
  const { context, tuned } = open((isOver) => {
    stopped = isOver;
    return new Promise((resolve) => {
      end = resolve;
    });
  });
  await jest.advanceTimersByTimeAsync(5000);
  expect(stopped()).toBe(false);
  const step = tuned.step([row(0, [1])]);
  expect(stopped()).toBe(true);
  await Promise.resolve();
  expect(context.set).toEqual([]);
  end(undefined);
  await step;
  expect(context.set).toEqual([1]);
});
