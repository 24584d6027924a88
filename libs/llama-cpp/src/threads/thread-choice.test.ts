import type { Row } from '../step/step-context.js';
import { ThreadChoice } from './thread-choice.js';

const batchOf = (answers: number, tokens = 1): Row[] =>
  Array.from({ length: answers }, (_, sequence) => ({
    sequence,
    position: 0,
    tokens: new Array<number>(tokens).fill(1),
  }));

/** Steps of so many answers, and how many of them had each number of threads. */
function run(choice: ThreadChoice, steps: number, answers: number, ms: (threads: number, step: number) => number) {
  const used = new Map<number, number>();
  for (let step = 0; step < steps; step++) {
    const batch = batchOf(answers);
    const threads = choice.next(batch);
    used.set(threads, (used.get(threads) ?? 0) + 1);
    choice.took(batch, ms(threads, step));
  }
  return used;
}

it('changes to the other number of threads once steps of several answers show that it is faster', () => {
  const choice = new ThreadChoice([{ tokens: 1, threads: 1, rival: 2 }]);
  run(choice, 400, 8, (threads) => 12 / threads);
  expect(choice.ofAnswers(8)).toBe(2);
  expect(choice.next(batchOf(9))).toBe(2);
});

it('decides for each size of steps by itself, and not for prompts', () => {
  const choice = new ThreadChoice([{ tokens: 1, threads: 1, rival: 2 }]);
  run(choice, 400, 8, (threads) => 12 / threads);
  expect(choice.ofAnswers(1)).toBe(1);
  expect(choice.ofAnswers(2)).toBe(1);
  expect(choice.next(batchOf(1, 8))).toBe(1);
  expect(choice.next(batchOf(4, 2))).toBe(1);
  run(choice, 400, 1, (threads) => 12 / threads);
  expect(choice.ofAnswers(1)).toBe(2);
});

it('tries nothing with an answer that is to have the same bits again, and keeps to the table with it', () => {
  const choice = new ThreadChoice([{ tokens: 1, threads: 1, rival: 2 }]);
  const [row] = batchOf(1);
  const batch = [{ ...(row as Row), repeatable: true }];
  for (let step = 0; step < 400; step++) {
    expect(choice.next(batch)).toBe(1);
    choice.took(batch, 12);
  }
  run(choice, 400, 1, (threads) => 12 / threads);
  expect(choice.next(batch)).toBe(1);
});

it('gives up a trial after one step that takes far longer', () => {
  const choice = new ThreadChoice([{ tokens: 1, threads: 1, rival: 2 }]);
  const used = run(choice, 4000, 1, (threads) => (threads === 2 ? 50 : 1));
  expect(used.get(2)).toBeGreaterThan(3);
  expect(used.get(2)).toBeLessThan(8);
});

it('stays where the other number is slower or hardly faster, and tries it ever more rarely', () => {
  for (const factor of [1.5, 0.95]) {
    const choice = new ThreadChoice([{ tokens: 1, threads: 2, rival: 1 }]);
    const used = run(choice, 10_000, 8, (threads) => (threads === 1 ? 10 * factor : 10));
    expect(choice.ofAnswers(8)).toBe(2);
    expect(used.get(1)).toBeGreaterThan(5);
    expect(used.get(1)).toBeLessThan(4 * 12);
  }
});

it('is not led astray by steps that something else held up', () => {
  const choice = new ThreadChoice([{ tokens: 1, threads: 2, rival: 1 }]);
  run(choice, 2000, 8, (threads, step) => (step % 5 === 0 ? 100 : 10 / threads));
  expect(choice.ofAnswers(8)).toBe(2);
});

it('comes back when the machine is as it was', () => {
  const choice = new ThreadChoice([{ tokens: 1, threads: 2, rival: 1 }]);
  run(choice, 1000, 16, (threads) => 10 * threads);
  expect(choice.ofAnswers(16)).toBe(1);
  run(choice, 20_000, 16, (threads) => 10 / threads);
  expect(choice.ofAnswers(16)).toBe(2);
});

it('tries nothing where there is no second number', () => {
  const choice = new ThreadChoice([{ tokens: 1, threads: 1 }]);
  expect(run(choice, 1000, 8, () => 10)).toEqual(new Map([[1, 1000]]));
});
