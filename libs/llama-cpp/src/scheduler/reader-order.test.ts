import { jest } from '@jest/globals';
import { ReaderOrder } from './reader-order.js';

let now = 0;
beforeEach(() => {
  jest.spyOn(performance, 'now').mockImplementation(() => now);
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** Steps of so many answers, which take so long where readers come first or not; how many of the last 100 had them first. */
function run(order: ReaderOrder, steps: number, answers: number, ms: (first: boolean, step: number) => number): number {
  let first = 0;
  for (let step = 0; step < steps; step += 1) {
    const isFirst = order.begin(answers);
    if (isFirst && step >= steps - 100) first += 1;
    now += ms(isFirst, step);
  }
  return first;
}

it('begins with readers first where a step is long, and beside it where it is short', () => {
  expect(run(new ReaderOrder(), 22, 1, () => 20)).toBe(21);
  expect(run(new ReaderOrder(), 22, 1, () => 2)).toBe(0);
});

it('changes to the other order where steps show that it is faster', () => {
  for (const ms of [20, 2]) {
    const order = new ReaderOrder();
    const better = ms === 2;
    run(order, 1000, 8, (first) => (first === better ? ms * 0.95 : ms));
    const first = run(order, 100, 8, (isFirst) => (isFirst === better ? ms * 0.95 : ms));
    expect(first).toBe(better ? 100 : 0);
  }
});

it('stays where the other one is slower or hardly faster, and tries it ever more rarely', () => {
  for (const other of [24, 19.9]) {
    const order = new ReaderOrder();
    let beside = 0;
    run(order, 10_000, 8, (first) => {
      if (!first) beside += 1;
      return first ? 20 : other;
    });
    expect(beside).toBeGreaterThan(20);
    expect(beside).toBeLessThan(120);
  }
});

it('is not led astray by steps that something else held up', () => {
  const order = new ReaderOrder();
  run(order, 4000, 8, (first, step) => (first ? 20 : 22) * (step % 4 === 0 ? 5 : 1));
  expect(run(order, 5, 8, () => 20)).toBe(5);
});

it('decides for each size of steps by itself, and takes no pause for a step', () => {
  const order = new ReaderOrder();
  run(order, 1000, 8, (first) => (first ? 20 : 19));
  expect(order.begin(9)).toBe(false);
  expect(run(order, 3, 2, () => 20)).toBe(2);
  const fresh = new ReaderOrder();
  for (let step = 0; step < 30; step += 1) {
    expect(fresh.begin(1)).toBe(false);
    fresh.pause();
    now += 10_000;
  }
});

it('has readers beside all steps but those of answers alone that take every core', () => {
  const order = new ReaderOrder();
  run(order, 10, 1, () => 20);
  expect(order.begin(0)).toBe(false);
  expect(order.begin(1)).toBe(true);
});
