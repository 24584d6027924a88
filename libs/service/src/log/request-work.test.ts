import type { ServerResponse } from 'node:http';
import { noteWork, priorityNow, withWork, workOf } from './request-work.js';

const response = () => ({}) as ServerResponse;

it('keeps the work of requests apart, and looks at it when asked', async () => {
  const [a, b] = [response(), response()];
  let tokens = 1;
  await Promise.all(
    [a, b].map(
      (one) =>
        new Promise<void>((resolve) => {
          withWork(one, {}, async () => {
            await new Promise(setImmediate);
            if (one === a) noteWork(() => ({ model: 'm', generatedTokens: tokens }));
            resolve();
          });
        }),
    ),
  );
  tokens = 5;
  expect(workOf(a)).toEqual({ model: 'm', generatedTokens: 5 });
  expect(workOf(b)).toBeUndefined();
});

it('joins what several generations did for one request', () => {
  const one = response();
  withWork(one, {}, () => {
    noteWork(() => ({ model: 'm', promptTokens: 2, queueMs: 3 }));
    noteWork(() => ({ model: 'm', promptTokens: 5, queueMs: 1, firstTokenMs: 9 }));
  });
  expect(workOf(one)).toEqual({ model: 'm', promptTokens: 7, queueMs: 3, firstTokenMs: 9 });
});

it('names the key, and knows what is done first', () => {
  const noted: unknown[] = [];
  withWork(response(), { key: 'team', priority: 3 }, () => {
    for (let i = 0; i < 2; i += 1) noted.push(noteWork(() => ({ model: 'm' })));
  });
  expect(withWork(response(), { priority: 3 }, priorityNow)).toBe(3);
  expect(noted).toEqual([
    { key: 'team', first: true },
    { key: 'team', first: false },
  ]);
});

it('knows nothing outside of a request', () => {
  expect(noteWork(() => ({ model: 'm' }))).toBeUndefined();
  expect(workOf(response())).toBeUndefined();
});
