import fc from 'fast-check';
import { type WaitingText, WaitingTexts } from './waiting-texts.js';

const row = (length: number) => new Array<number>(length).fill(1);
const names = (batch: WaitingText<string>[]) => batch.map(({ request, index }) => `${request}${index}`);

function queueOf(requests: Record<string, number[]>): WaitingTexts<string> {
  const waiting = new WaitingTexts<string>();
  for (const [name, lengths] of Object.entries(requests)) waiting.add(name, lengths.map(row));
  return waiting;
}

function drain(waiting: WaitingTexts<string>, batchTokens: number): string[][] {
  const batches: string[][] = [];
  while (waiting.size > 0) batches.push(names(waiting.take(batchTokens)));
  return batches;
}

describe('WaitingTexts', () => {
  it('runs one request from its longest texts to its shortest', () => {
    expect(drain(queueOf({ a: [100, 300, 100, 300] }), 600)).toEqual([
      ['a1', 'a3'],
      ['a0', 'a2'],
    ]);
  });

  it('puts texts of many requests into one batch', () => {
    expect(drain(queueOf({ a: [10], b: [10], c: [10] }), 100)).toEqual([['a0', 'b0', 'c0']]);
  });

  it('lets requests take turns whatever their length', () => {
    const waiting = queueOf({ big: Array(6).fill(200), small: [5] });
    expect(drain(waiting, 400)).toEqual([['big0', 'big1'], ['small0'], ['big2', 'big3'], ['big4', 'big5']]);
  });

  it('lets a late request in after the batches of those before it', () => {
    const waiting = queueOf({ a: Array(4).fill(200), b: Array(4).fill(400) });
    expect(names(waiting.take(200))).toEqual(['a0']);
    waiting.add('late', [row(5)]);
    expect(names(waiting.take(400))).toEqual(['b0']);
    expect(names(waiting.take(200))).toEqual(['a1']);
    expect(names(waiting.take(200))).toEqual(['late0']);
  });

  it('drops a request', () => {
    const waiting = queueOf({ a: [10, 200], b: [10, 200] });
    waiting.drop('a');
    expect(drain(waiting, 200)).toEqual([['b1'], ['b0']]);
  });

  it('runs texts of a failed batch one by one, taking turns with the rest', () => {
    const waiting = queueOf({ a: [10, 10], b: [200, 200] });
    waiting.retryAlone(waiting.take(20));
    expect(drain(waiting, 200)).toEqual([['a0'], ['b0'], ['a1'], ['b1']]);
    waiting.add('c', [row(1), row(1)]);
    waiting.retryAlone(waiting.take(10));
    waiting.drop('c');
    expect(waiting.size).toBe(0);
    expect(waiting.take(10)).toEqual([]);
  });

  const steps = fc.array(
    fc.oneof(
      { weight: 3, arbitrary: fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 40 }) },
      { weight: 2, arbitrary: fc.constant('take' as const) },
    ),
    { maxLength: 40 },
  );

  it('gives each text out once, within the budget, and lets no request wait longer than its turn', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 2000 }), (script, batchTokens) => {
        const waiting = new WaitingTexts<number>();
        const left = new Map<number, Set<number>>();
        const patience = new Map<number, number>();
        const take = () => {
          const batch = waiting.take(batchTokens);
          if (batch.length > 1) {
            expect(batch.length * Math.max(...batch.map(({ tokens }) => tokens.length))).toBeLessThanOrEqual(
              batchTokens,
            );
          }
          for (const request of patience.keys()) patience.set(request, (patience.get(request) as number) - 1);
          for (const { request, index } of batch) {
            expect(left.get(request)?.delete(index)).toBe(true);
            if (left.get(request)?.size === 0) left.delete(request);
            patience.set(request, left.size);
          }
          for (const [request, batches] of patience) {
            if (!left.has(request)) patience.delete(request);
            else expect(batches).toBeGreaterThan(0);
          }
        };
        for (const [request, step] of script.entries()) {
          if (step === 'take') {
            take();
            continue;
          }
          waiting.add(request, step.map(row));
          left.set(request, new Set(step.keys()));
          patience.set(request, left.size + 1);
        }
        while (waiting.size > 0) take();
        expect(left.size).toBe(0);
      }),
    );
  });
});
