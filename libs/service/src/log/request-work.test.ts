import { beginWork, noteWork, priorityOfWork, workOf } from './request-work.js';

it('keeps the work of requests apart, and looks at it when asked', () => {
  const [a, b] = [{}, {}];
  let tokens = 1;
  for (const one of [a, b]) beginWork(one, {});
  noteWork(a, () => ({ model: 'm', generatedTokens: tokens }));
  tokens = 5;
  expect(workOf(a)).toEqual({ model: 'm', generatedTokens: 5 });
  expect(workOf(b)).toBeUndefined();
});

it('joins what several generations did for one request', () => {
  const one = {};
  beginWork(one, {});
  noteWork(one, () => ({ model: 'm', promptTokens: 2, queueMs: 3 }));
  noteWork(one, () => ({ model: 'm', promptTokens: 5, queueMs: 1, firstTokenMs: 9 }));
  expect(workOf(one)).toEqual({ model: 'm', promptTokens: 7, queueMs: 3, firstTokenMs: 9 });
});

it('names the key, and knows what is done first', () => {
  const one = {};
  beginWork(one, { key: 'team', priority: 3 });
  const note = () => noteWork(one, () => ({ model: 'm' }));
  expect([note(), note()]).toEqual([
    { key: 'team', first: true },
    { key: 'team', first: false },
  ]);
  expect(priorityOfWork(one)).toBe(3);
});

it('knows nothing outside of a request', () => {
  expect(noteWork({}, () => ({ model: 'm' }))).toBeUndefined();
  expect([workOf({}), priorityOfWork({})]).toEqual([undefined, undefined]);
});
