import { type GenerationEvent, PluginError } from '@predict-otron/plugin-sdk';
import { NEVER, of, Subject, throwError } from 'rxjs';
import { GenerationLedger } from './generation-ledger.js';
import type { GenerationRecord } from './generation-record.js';
import { ask, settle, setUp } from './inference.fixture.js';

const ids = { requestId: 'r', model: 'm' };
const ignore = { error: () => {} };

/** Each ended record. */
function ended(ledger: GenerationLedger): GenerationRecord[] {
  const records: GenerationRecord[] = [];
  ledger.changes.subscribe(({ type, record }) => {
    if (type === 'ended') records.push({ ...record });
  });
  return records;
}

describe('GenerationLedger', () => {
  it('lists what runs, with what it has done so far', () => {
    const ledger = new GenerationLedger();
    const events = new Subject<GenerationEvent>();
    const generation = ledger.follow({ ...ids, origin: {} }, (running) => {
      running.admitted();
      return events;
    });
    expect(ledger.list()).toEqual([]);
    const subscription = generation.subscribe();
    expect(ledger.list()).toMatchObject([{ ...ids, state: 'reading', generatedTokens: 0 }]);
    events.next({ type: 'prompt', tokens: 5, cachedTokens: 2, droppedTokens: 0 });
    events.next({ type: 'delta', index: 0, kind: 'text', text: 'x', tokens: 3 });
    expect(ledger.list()).toMatchObject([
      { state: 'generating', promptTokens: 5, cachedTokens: 2, generatedTokens: 3, firstTokenMs: expect.any(Number) },
    ]);
    subscription.unsubscribe();
    expect(ledger.list()).toEqual([]);
  });

  it('says how each ended, once', () => {
    const ledger = new GenerationLedger();
    const records = ended(ledger);
    ledger.follow({ ...ids, origin: {} }, () => of()).subscribe();
    ledger
      .follow({ ...ids, origin: {} }, () => throwError(() => new PluginError('TIMEOUT', 'Late.')))
      .subscribe(ignore);
    ledger
      .follow({ ...ids, origin: {} }, () => NEVER)
      .subscribe()
      .unsubscribe();
    expect(records.map(({ outcome, code }) => [outcome, code])).toEqual([
      ['finished', undefined],
      ['failed', 'TIMEOUT'],
      ['cancelled', undefined],
    ]);
  });

  it('cancels all of a request, whose model is told, and nothing else', async () => {
    const ledger = new GenerationLedger();
    const records = ended(ledger);
    const work = new Subject<GenerationEvent>();
    const inference = setUp({ model: { generate: () => work, parallel: 1 }, ledger });
    const [running, queued] = [ask(inference), ask(inference)];
    await settle();
    expect(ledger.list().map(({ state }) => state)).toEqual(['reading', 'waiting']);
    expect(ledger.cancel('other')).toBe(0);
    expect(ledger.cancel('r')).toBe(2);
    expect([running.seen, queued.seen]).toEqual([['CANCELLED'], expect.arrayContaining(['CANCELLED'])]);
    expect(work.observed).toBe(false);
    expect(inference.activity()).toEqual({ running: 0, queued: 0 });
    expect(records.map(({ outcome, code }) => [outcome, code])).toEqual([
      ['cancelled', 'CANCELLED'],
      ['cancelled', 'CANCELLED'],
    ]);
  });
});
