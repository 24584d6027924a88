import { ChunkTimes } from './chunk-times.js';

/** A clock that shows these times one after the other. */
const clock =
  (...times: number[]) =>
  () =>
    times.shift() as number;

it('sums up when the chunks came', () => {
  const times = new ChunkTimes(clock(0, 50, 60, 90, 100));
  for (let chunk = 0; chunk < 3; chunk++) times.mark();
  expect(times.summary().split('\n')).toEqual([
    'chunks: 3 in 100.0 ms',
    'first byte: 50.0 ms',
    'gaps between chunks: median 10.0 ms, p95 30.0 ms, slowest 30.0 ms',
  ]);
});

it('has no numbers for an answer without chunks', () => {
  expect(new ChunkTimes(clock(0, 5)).summary()).toContain(
    'first byte: -\ngaps between chunks: median -, p95 -, slowest -',
  );
});
