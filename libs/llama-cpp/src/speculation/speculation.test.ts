import { setImmediate as turn } from 'node:timers/promises';
import { RecordedContext, RecordedLane } from '../scheduler/scheduler.fixture.js';
import { Scheduler } from '../scheduler/scheduler.js';
import { Speculation } from './speculation.js';

/** Drafts four tokens whenever there is a guess: what pays is measured, and not the matter here. */
const always = { note() {}, bestLength: (_expected: unknown, room: number) => Math.min(4, room) };
const PROMPT = [101, 102, 103, 104, 105];
/** Goes round in a circle of six. */
const circle = (cells: number[]) => 200 + (cells.length % 6);

function speculating(context: RecordedContext): Scheduler {
  return new Scheduler(context, 0, new Speculation(context, 4, always));
}

/** What a lane gets, with and without drafts. */
async function answers(
  next: (cells: number[]) => number,
  count: number,
  prepare: (lane: RecordedLane) => void = () => {},
) {
  const run = async (speculates: boolean) => {
    const context = new RecordedContext(1, 64);
    context.next = next;
    const scheduler = speculates ? speculating(context) : new Scheduler(context, 0);
    const lane = new RecordedLane(PROMPT, count);
    prepare(lane);
    scheduler.add(lane);
    await lane.done;
    while (scheduler.load.running > 0) await turn();
    return { lane, context };
  };
  return { plain: await run(false), drafted: await run(true) };
}

describe('Speculation', () => {
  it('gives the same answer in far fewer steps where the text repeats itself', async () => {
    const { plain, drafted } = await answers(circle, 60);
    expect(drafted.lane.tokens).toEqual(plain.lane.tokens);
    expect(plain.context.steps).toHaveLength(60);
    expect(drafted.context.steps.length).toBeLessThan(25);
  });

  it('gives the same answer where guesses are wrong, and forgets their cells', async () => {
    // begins like something before, but goes on otherwise
    const next = (cells: number[]) => (cells.length % 7 < 4 ? cells.length % 7 : cells.length);
    const { plain, drafted } = await answers(next, 60);
    expect(drafted.lane.tokens).toEqual(plain.lane.tokens);
    expect(drafted.context.steps.some(([row]) => (row?.draft ?? 0) > 0)).toBe(true);
    const text = [...PROMPT, ...drafted.lane.tokens];
    const cells = drafted.context.cells[0] as number[];
    expect(cells).toEqual(text.slice(0, cells.length));
    expect(text.length - cells.length).toBeLessThanOrEqual(1);
  });

  it('drafts from the prompt', async () => {
    const prompt = [...Array(20).keys()];
    const context = new RecordedContext(1, 64);
    // says the prompt again
    context.next = (cells) => (cells.length - 20) % 20;
    const scheduler = speculating(context);
    const lane = new RecordedLane(prompt, 18);
    scheduler.add(lane);
    await lane.done;
    expect(lane.tokens).toEqual(prompt.slice(0, 18));
    expect(context.steps.length).toBeLessThan(9);
  });

  it('takes no more than the answer may have', async () => {
    for (const count of [1, 2, 13, 14, 15, 16, 17]) {
      const { plain, drafted } = await answers(circle, count);
      expect(drafted.lane.tokens).toEqual(plain.lane.tokens);
    }
  });

  it('never goes beyond the context', async () => {
    const context = new RecordedContext(1, 64);
    context.contextTokens = 30;
    context.next = circle;
    const scheduler = speculating(context);
    const lane = new RecordedLane(PROMPT, 26);
    scheduler.add(lane);
    await lane.done;
    expect(lane.error).toBeUndefined();
    for (const [row] of context.steps) expect((row?.position ?? 0) + (row?.tokens.length ?? 0)).toBeLessThanOrEqual(30);
  });

  it('goes on with a text that was shifted', async () => {
    const context = new RecordedContext(1, 64);
    context.contextTokens = 40;
    context.next = circle;
    const scheduler = speculating(context);
    const lane = new RecordedLane(PROMPT, 120);
    lane.keepAtStart = 4;
    scheduler.add(lane);
    await lane.done;
    expect(lane.error).toBeUndefined();
    expect(lane.tokens).toHaveLength(120);
    expect(lane.forgotten).toBeGreaterThan(40);
  });

  it('drafts nothing for lanes that bear none', async () => {
    const { drafted } = await answers(circle, 40, (lane) => {
      lane.noDrafts = true;
    });
    expect(drafted.context.steps).toHaveLength(40);
  });

  it('drafts nothing beside another lane, and goes on when that has ended', async () => {
    const context = new RecordedContext(2, 64);
    context.next = circle;
    const scheduler = speculating(context);
    const long = new RecordedLane(PROMPT, 100);
    const short = new RecordedLane([301, 302, 303], 30);
    scheduler.add(long);
    scheduler.add(short);
    await Promise.all([long.done, short.done]);
    for (const rows of context.steps) if (rows.length > 1) expect(rows.some(({ draft }) => draft)).toBe(false);
    expect(long.tokens).toEqual(Array.from({ length: 100 }, (_, i) => 200 + ((5 + i) % 6)));
    expect(context.steps.length).toBeLessThan(60);
  });

  it('does without a draft where its batch fails', async () => {
    const { plain, drafted } = await answers(circle, 20, () => {});
    const context = new RecordedContext(1, 64);
    context.next = circle;
    const step = context.step.bind(context);
    context.step = async (rows) => {
      if (rows.some(({ draft }) => draft)) throw new Error('Eval has failed');
      return step(rows);
    };
    const scheduler = speculating(context);
    const lane = new RecordedLane(PROMPT, 20);
    scheduler.add(lane);
    await lane.done;
    expect(lane.error).toBeUndefined();
    expect(lane.tokens).toEqual(plain.lane.tokens);
    expect(drafted.lane.tokens).toEqual(plain.lane.tokens);
  });
});
