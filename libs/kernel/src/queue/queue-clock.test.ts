import type { GenerationEvent } from '@predict-otron/plugin-sdk';
import { concat, NEVER, type Observable, of, Subject } from 'rxjs';
import { answer, ask, settle, setUp } from '../inference/inference.fixture.js';
import { QueueClock } from './queue-clock.js';

const queued: GenerationEvent = { type: 'queued', position: 1 };
const loading: GenerationEvent = { type: 'loading', progress: 0 };

/** Types of the events, or the code of the error, in order. */
function seenBy(source: Observable<GenerationEvent>): string[] {
  const seen: string[] = [];
  source.subscribe({ next: ({ type }) => seen.push(type), error: ({ code }) => seen.push(code) });
  return seen;
}

const ticks = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('QueueClock', () => {
  it('ends the wait for a slot, and leaves the one that has it alone', async () => {
    const inference = setUp({ model: { generate: () => NEVER, parallel: 1 } });
    const running = ask(inference, { maxQueueMs: 1 });
    await settle();
    await expect(answer(inference, { maxQueueMs: 30 })).rejects.toMatchObject({
      code: 'OVERLOADED',
      message: expect.stringContaining('0.03 s'),
      details: { waitedMs: 30, retryAfterSeconds: 1 },
    });
    expect(inference.activity()).toEqual({ running: 1, queued: 0 });
    expect(running.seen).not.toContain('OVERLOADED');
    running.cancel();
  });

  it('takes the nearer limit of the request and the server', async () => {
    const setting = { model: { generate: () => NEVER, parallel: 1 } };
    const inference = setUp({ ...setting, timeLimits: { queueTimeoutMs: 20 } });
    const running = ask(inference, { maxQueueMs: 60_000 });
    await settle();
    await expect(answer(inference)).rejects.toMatchObject({ details: { waitedMs: 20 } });
    await expect(answer(inference, { maxQueueMs: 60_000 })).rejects.toMatchObject({ details: { waitedMs: 20 } });
    await expect(answer(inference, { maxQueueMs: 5 })).rejects.toMatchObject({ details: { waitedMs: 5 } });
    running.cancel();
    const late = setUp({ ...setting, timeLimits: { requestTimeoutMs: 20 } });
    await expect(answer(late)).rejects.toMatchObject({ code: 'TIMEOUT' });
    await expect(answer(late, { deadline: Date.now() + 60_000 })).rejects.toMatchObject({ code: 'TIMEOUT' });
  });

  it('counts neither a load nor what has its place, and goes on in the next line', async () => {
    const clock = new QueueClock(20);
    const inLine = new Subject<GenerationEvent>();
    const seen = seenBy(clock.watch(concat(of(queued, loading), inLine)));
    await ticks(50);
    expect(seen).toEqual(['queued', 'loading']);
    inLine.next(queued);
    clock.stop();
    await ticks(50);
    expect(seen).toEqual(['queued', 'loading', 'queued']);
    inLine.next(queued);
    await ticks(50);
    expect(seen.at(-1)).toBe('OVERLOADED');
    expect(inLine.observed).toBe(false);
  });
});
