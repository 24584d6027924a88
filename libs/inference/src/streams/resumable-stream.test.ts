import { jest } from '@jest/globals';
import fc from 'fast-check';
import { ResumableStream, type ResumingReader, type StreamLimits } from './resumable-stream.js';
import type { StreamPiece } from './stream-piece.js';

const LIMITS: StreamLimits = { streamDetachedEvents: 3, streamBytes: 100_000, streamDetachedMs: 60_000 };

class Reader implements ResumingReader {
  readonly seen: number[] = [];
  ended?: boolean;
  isReplaced = false;
  write = ({ seq }: StreamPiece) => void this.seen.push(seq);
  end = (whole: boolean) => {
    this.ended = whole;
  };
  replaced = () => {
    this.isReplaced = true;
  };
}

let stream: ResumableStream;
let expired: number;
let seq: number;

function open(limits: Partial<StreamLimits> = {}) {
  expired = 0;
  seq = 0;
  stream = new ResumableStream('s', 'events', { ...LIMITS, ...limits }, () => {
    expired += 1;
  });
}
function write(count: number) {
  for (let i = 0; i < count; i += 1) stream.write({ seq: ++seq, text: `text ${seq}` });
}
const turn = () => new Promise((resolve) => setImmediate(resolve));
async function isReady() {
  let ready = false;
  void stream.ready().then(() => {
    ready = true;
  });
  await turn();
  return ready;
}

beforeEach(() => open());
afterEach(() => stream.dispose());

it('gives each piece to its reader, and what was missed to the next one', async () => {
  const first = new Reader();
  stream.attach(first, 0);
  write(2);
  stream.detach(first);
  write(2);
  const second = new Reader();
  stream.attach(second, 1);
  await turn();
  write(1);
  expect([first.seen, second.seen]).toEqual([
    [1, 2],
    [2, 3, 4, 5],
  ]);
});

it('pauses after some pieces without a reader, until there is one', async () => {
  write(2);
  expect(await isReady()).toBe(true);
  write(1);
  expect(await isReady()).toBe(false);
  const waiting = stream.ready();
  stream.attach(new Reader(), 0);
  await waiting;
  expect(await isReady()).toBe(true);
});

it('is taken over by another reader', () => {
  const [first, second] = [new Reader(), new Reader()];
  stream.attach(first, 0);
  stream.attach(second, 0);
  stream.detach(first);
  write(1);
  expect(first).toMatchObject({ isReplaced: true, seen: [] });
  expect(second.seen).toEqual([1]);
});

it('ends its reader, and whoever asks again', async () => {
  const [first, second] = [new Reader(), new Reader()];
  stream.attach(first, 0);
  write(2);
  stream.end(true);
  expect(first.ended).toBe(true);
  stream.attach(second, 1);
  await turn();
  expect(second).toMatchObject({ seen: [2], ended: true });
});

it('refuses what was not yet and what is gone', () => {
  open({ streamBytes: 400 });
  write(10);
  expect(() => stream.attach(new Reader(), 11)).toThrow('after is 11, but the stream has 10 events so far.');
  expect(() => stream.attach(new Reader(), 0)).toThrow('What came before is gone.');
});

it('expires without a reader alone', async () => {
  jest.useFakeTimers();
  try {
    open();
    const reader = new Reader();
    stream.attach(reader, 0);
    jest.advanceTimersByTime(100_000);
    stream.detach(reader);
    jest.advanceTimersByTime(59_999);
    expect(expired).toBe(0);
    jest.advanceTimersByTime(1);
    expect(expired).toBe(1);
  } finally {
    jest.useRealTimers();
  }
});

it('catches up no faster than its reader reads', async () => {
  write(3);
  let go = () => {};
  const reader = Object.assign(new Reader(), {
    ready: () =>
      new Promise<void>((resolve) => {
        go = resolve;
      }),
  });
  stream.attach(reader, 0);
  await turn();
  expect(reader.seen).toEqual([1]);
  write(1);
  go();
  await turn();
  expect(reader.seen).toEqual([1, 2]);
});

it('misses nothing and repeats nothing, however often readers come and go', async () => {
  const steps = fc.array(fc.oneof(fc.constant('write'), fc.constant('cut'), fc.constant('turn'), fc.nat({ max: 3 })));
  await fc.assert(
    fc.asyncProperty(steps, async (todo) => {
      open({ streamDetachedEvents: 1_000_000 });
      const seen: number[] = [];
      let reader = new Reader();
      stream.attach(reader, 0);
      const change = (lost: number) => {
        stream.detach(reader);
        seen.push(...reader.seen.slice(0, Math.max(0, reader.seen.length - lost)));
        reader = new Reader();
        stream.attach(reader, seen.at(-1) ?? 0);
      };
      for (const step of todo) {
        if (step === 'write') write(1);
        else if (step === 'turn') await turn();
        else change(step === 'cut' ? 0 : Number(step));
      }
      stream.end(true);
      await turn();
      change(0);
      await turn();
      seen.push(...reader.seen);
      expect(seen).toEqual(Array.from({ length: seq }, (_, index) => index + 1));
      stream.dispose();
    }),
    { numRuns: 200 },
  );
});
