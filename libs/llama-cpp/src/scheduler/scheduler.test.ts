import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { RecordedContext, RecordedLane } from './scheduler.fixture.js';
import { Scheduler } from './scheduler.js';

/** A prompt that shares nothing with one of another start. */
const prompt = (length: number, start: number) => Array.from({ length }, (_, i) => start * 10_000 + i);
const schedule = (context: RecordedContext) => new Scheduler(context, 0);
const widths = (context: RecordedContext) => context.steps.map((rows) => rows.map(({ tokens }) => tokens.length));

async function settled(scheduler: Scheduler): Promise<void> {
  while (scheduler.load.running + scheduler.load.waiting > 0) await turn();
}

describe('Scheduler', () => {
  it('takes every lane in every step', async () => {
    const context = new RecordedContext(4, 64);
    const scheduler = schedule(context);
    const lanes = [1, 2, 3, 4].map((start) => new RecordedLane(prompt(5, start), 6));
    for (const lane of lanes) scheduler.add(lane);
    await Promise.all(lanes.map(({ done }) => done));
    expect(widths(context)).toEqual([[5, 5, 5, 5], ...Array.from({ length: 5 }, () => [1, 1, 1, 1])]);
    for (const lane of lanes) expect(lane.tokens).toEqual([5, 6, 7, 8, 9, 10]);
  });

  it('keeps those that run beside one another, in the order of their sequences, and forgets no conversation for it', async () => {
    const context = new RecordedContext(6, 64);
    const scheduler = schedule(context);
    const first = [1, 2, 3, 4].map((start) => new RecordedLane(prompt(20, start), 1 + start));
    for (const lane of first) scheduler.add(lane);
    await Promise.all(first.map(({ done }) => done));
    // the second conversation goes on beside a new one, then the third does
    const again = [9, 2, 3, 1].map((start) => new RecordedLane(prompt(30, start), 12));
    for (const lane of again) {
      scheduler.add(lane);
      await turn();
    }
    await Promise.all(again.map(({ done }) => done));
    const together = context.steps.filter((rows) => rows.length === 4).slice(4);
    expect(together.length).toBeGreaterThan(3);
    for (const rows of together) {
      const start = rows[0]?.sequence as number;
      expect(rows.map(({ sequence }) => sequence)).toEqual([start, start + 1, start + 2, start + 3]);
    }
    expect(again.map(({ kept }) => kept)).toEqual([0, 20, 20, 20]);
  });

  it('reads a long prompt in pieces while others go on in every step', async () => {
    const context = new RecordedContext(2, 64);
    const scheduler = schedule(context);
    const short = new RecordedLane(prompt(4, 1), 40);
    scheduler.add(short);
    await turn();
    const long = new RecordedLane(prompt(600, 2), 2);
    scheduler.add(long);
    await Promise.all([short.done, long.done]);
    const shared = context.steps.slice(1).filter((rows) => rows.some(({ sequence }) => sequence === 1));
    expect(shared.length).toBeGreaterThan(5);
    const beforeTheEnd = shared.slice(0, 5);
    for (const rows of beforeTheEnd) expect(rows.map(({ sequence }) => sequence)).toContain(0);
    for (const rows of context.steps) expect(rows.flatMap(({ tokens }) => tokens).length).toBeLessThanOrEqual(64);
  });

  it('frees a cancelled lane within one step, also while its prompt is being read', async () => {
    const context = new RecordedContext(1, 16);
    const scheduler = schedule(context);
    const cancelled = new RecordedLane(prompt(500, 1), 5);
    scheduler.add(cancelled);
    await turn();
    const stepsBefore = context.steps.length;
    scheduler.remove(cancelled);
    const next = new RecordedLane(prompt(3, 2), 1);
    scheduler.add(next);
    await next.done;
    expect(context.steps.length - stepsBefore).toBeLessThanOrEqual(2);
    expect(cancelled.tokens).toEqual([]);
    expect(cancelled.samplerDisposals).toBe(1);
    await settled(scheduler);
  });

  it('frees a lane that is cancelled from inside its own token', async () => {
    const context = new RecordedContext(1, 16);
    const scheduler = schedule(context);
    const lane = new RecordedLane(prompt(3, 1), 50, { onToken: (self) => scheduler.remove(self) });
    scheduler.add(lane);
    await settled(scheduler);
    expect(lane.tokens).toHaveLength(1);
    expect(lane.samplerDisposals).toBe(1);
  });

  it('drops a lane that is cancelled while it waits', async () => {
    const scheduler = schedule(new RecordedContext(1, 16));
    const first = new RecordedLane(prompt(3, 1), 5);
    const waiting = new RecordedLane(prompt(3, 2), 5);
    scheduler.add(first);
    scheduler.add(waiting);
    scheduler.remove(waiting);
    await settled(scheduler);
    expect(first.tokens).toHaveLength(5);
    expect(waiting.tokens).toEqual([]);
  });

  it('lets the others go on when a row spoils its batch', async () => {
    const context = new RecordedContext(3, 64);
    const scheduler = schedule(context);
    const good = [1, 2].map((start) => new RecordedLane(prompt(5, start), 4));
    const bad = new RecordedLane([...prompt(5, 3), 666], 4);
    context.poison = 666;
    for (const lane of [good[0] as RecordedLane, bad, good[1] as RecordedLane]) scheduler.add(lane);
    await Promise.all([...good, bad].map(({ done }) => done));
    expect(bad.error?.code).toBe('INTERNAL');
    for (const lane of good) expect(lane.tokens).toEqual([5, 6, 7, 8]);
    const later = new RecordedLane(prompt(4, 9), 2);
    scheduler.add(later);
    await later.done;
    expect(later.tokens).toEqual([4, 5]);
  });

  it('lets the others go on when the text of one cannot be made out', async () => {
    const context = new RecordedContext(2, 64);
    const scheduler = schedule(context);
    const good = new RecordedLane(prompt(5, 1), 6);
    const bad = new RecordedLane(prompt(5, 2), 6, { onToken: () => assert.fail('no text') });
    for (const lane of [good, bad]) scheduler.add(lane);
    await Promise.all([good.done, bad.done]);
    expect(bad.error).toMatchObject({ code: 'INTERNAL', cause: expect.objectContaining({ message: 'no text' }) });
    expect(good.tokens).toEqual([5, 6, 7, 8, 9, 10]);
    expect(bad.samplerDisposals).toBe(1);
  });

  it.each([
    ['tells readers while the next step is computed', 100, false, 1],
    ['tells readers before the next step, where that takes every core for long', 100, true, 0],
    ['tells readers meanwhile where a step is short', 1, true, 1],
  ])('%s', async (_what, stepMs, takesAllCores, untoldTokens) => {
    let now = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => now);
    const context = new RecordedContext(1, 8);
    context.takesAllCores = () => takesAllCores;
    let told = 0;
    const lane = new RecordedLane([1], 6, { onToken: () => told++ });
    const untold: number[] = [];
    context.during = () => {
      now += stepMs;
      untold.push(lane.tokens.length - told);
    };
    schedule(context).add(lane);
    await lane.done;
    jest.restoreAllMocks();
    expect(untold.slice(2)).toEqual(untold.slice(2).map(() => untoldTokens));
    expect(told).toBe(6);
  });

  it('leaves out a lane whose reader is not ready, and goes on with it later', async () => {
    const context = new RecordedContext(2, 64);
    const scheduler = schedule(context);
    const slow = new RecordedLane(prompt(5, 1), 4);
    const quick = new RecordedLane(prompt(5, 2), 30);
    slow.ready = false;
    scheduler.add(slow);
    scheduler.add(quick);
    await quick.done;
    expect(slow.tokens).toHaveLength(1);
    slow.ready = true;
    scheduler.wake();
    await slow.done;
    expect(slow.tokens).toEqual([5, 6, 7, 8]);
  });

  it('reads only what is new of a conversation that goes on', async () => {
    const context = new RecordedContext(2, 64);
    const scheduler = schedule(context);
    const first = new RecordedLane(prompt(20, 1), 1);
    scheduler.add(first);
    await first.done;
    const second = new RecordedLane(prompt(30, 1), 1);
    scheduler.add(second);
    await second.done;
    expect([first.kept, second.kept]).toEqual([0, 20]);
    expect(widths(context)).toEqual([[20], [10]]);
  });

  it('reads a beginning that many share once, whichever sequence gets it', async () => {
    const context = new RecordedContext(4, 64);
    const scheduler = schedule(context);
    const shared = prompt(200, 1);
    const lanes = [2, 3, 4, 5].map((start) => new RecordedLane([...shared, ...prompt(3, start)], 2));
    for (const lane of lanes) scheduler.add(lane);
    await Promise.all(lanes.map(({ done }) => done));
    const read = context.steps.flat().reduce((sum, { tokens }) => sum + tokens.length, 0);
    const notWorthWaiting = 3 * 16;
    expect(read).toBeLessThan(200 + 4 * (3 + 2) + notWorthWaiting);
    expect(lanes.filter(({ kept }) => (kept ?? 0) > 180)).toHaveLength(3);
  });

  it('reads all of it again where a model cannot forget a part', async () => {
    const context = new RecordedContext(1, 64);
    context.recurrent = true;
    const scheduler = schedule(context);
    const first = new RecordedLane(prompt(20, 1), 3);
    scheduler.add(first);
    await first.done;
    const second = new RecordedLane([...prompt(15, 1), ...prompt(5, 2)], 1);
    scheduler.add(second);
    await second.done;
    expect(second).toMatchObject({ kept: 0, tokens: [20] });
  });

  it('runs a lane that wants to be alone without neighbors and without reuse', async () => {
    const context = new RecordedContext(3, 64);
    const scheduler = schedule(context);
    const lanes = [
      new RecordedLane(prompt(20, 1), 5),
      new RecordedLane(prompt(20, 1), 5, { alone: true }),
      new RecordedLane(prompt(20, 2), 5),
    ];
    for (const lane of lanes) scheduler.add(lane);
    await Promise.all(lanes.map(({ done }) => done));
    expect(lanes[1]?.kept).toBe(0);
    expect(context.steps.every((rows) => rows.length === 1)).toBe(true);
  });

  it('forgets the middle of a full sequence where the lane may', async () => {
    const context = new RecordedContext(1, 64);
    context.contextTokens = 40;
    const scheduler = schedule(context);
    const lane = new RecordedLane(prompt(20, 1), 100);
    lane.keepAtStart = 4;
    scheduler.add(lane);
    await lane.done;
    expect(lane.tokens).toHaveLength(100);
    expect(lane.forgotten).toBeGreaterThanOrEqual(80);
    expect(context.cells[0]?.slice(0, 4)).toEqual(prompt(4, 1));
    expect(context.cells[0]?.length).toBeLessThanOrEqual(40);
  });

  it('fails what runs and what waits when it is disposed of', async () => {
    const scheduler = schedule(new RecordedContext(1, 64));
    const running = new RecordedLane(prompt(5, 1), 1000);
    const waiting = new RecordedLane(prompt(5, 2), 1000);
    scheduler.add(running);
    scheduler.add(waiting);
    await turn();
    await scheduler.dispose();
    expect([running.error?.code, waiting.error?.code]).toEqual(['DISPOSED', 'DISPOSED']);
    expect(() => scheduler.add(waiting)).toThrow(/unloaded/);
  });
});
