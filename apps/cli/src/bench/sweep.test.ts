import { measureLevel } from './sweep.js';

const sample = { firstTokenMs: 10, totalMs: 20, tokens: 5 };

it('asks so many times, so many at a time', async () => {
  let open = 0;
  let most = 0;
  const level = await measureLevel(3, { requests: 7, seconds: 60 }, async () => {
    most = Math.max(most, ++open);
    await new Promise((resolve) => setImmediate(resolve));
    open--;
    return sample;
  });
  expect(most).toBe(3);
  expect(level).toMatchObject({
    concurrency: 3,
    answers: 7,
    failures: 0,
    totalMs: { median: 20, p95: 20, slowest: 20 },
  });
});

it('ends when its time is over, and does not count what it cut off', async () => {
  const level = await measureLevel(2, { requests: 100, seconds: 0.01 }, (signal) => {
    return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('cut'))));
  });
  expect(level).toMatchObject({ answers: 0, failures: 0 });
});

it('tells of failures and gives up on a server that only refuses', async () => {
  const level = await measureLevel(2, { requests: 100, seconds: 60 }, () => Promise.reject(new Error('no')));
  expect(level).toMatchObject({ answers: 0, failure: 'no' });
  expect(level.failures).toBeLessThan(5);
});
