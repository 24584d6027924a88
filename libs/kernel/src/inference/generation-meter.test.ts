import type { GenerationEvent } from '@predict-otron/plugin-sdk';
import { from, lastValueFrom, NEVER, throwError } from 'rxjs';
import { GenerationLedger } from './generation-ledger.js';
import { GenerationMeter } from './generation-meter.js';

const delta = (tokens: number): GenerationEvent => ({ type: 'delta', index: 0, kind: 'text', text: 'x', tokens });
const prompt: GenerationEvent = { type: 'prompt', tokens: 7, cachedTokens: 0, droppedTokens: 0 };

const ids = { requestId: 'r', model: 'm' };

describe('GenerationMeter', () => {
  it('counts requests, tokens and the first token of each', async () => {
    const ledger = new GenerationLedger();
    const meter = new GenerationMeter(ledger);
    const generation = ledger.follow({ ...ids, origin: {} }, () => from([prompt, delta(1), delta(2)]));
    expect(meter.read().requests).toBe(0);
    await lastValueFrom(generation);
    await lastValueFrom(generation);
    const { firstToken, ...totals } = meter.read();
    expect(totals).toEqual({ requests: 2, failed: 0, promptTokens: 14, generatedTokens: 6 });
    expect(firstToken.counts).toHaveLength(firstToken.boundsMs.length + 1);
    expect(firstToken.counts.reduce((sum, count) => sum + count)).toBe(2);
  });

  it('counts failures and passes them on', async () => {
    const ledger = new GenerationLedger();
    const meter = new GenerationMeter(ledger);
    ledger
      .follow({ ...ids, origin: {} }, () => NEVER)
      .subscribe()
      .unsubscribe();
    const failing = ledger.follow({ ...ids, origin: {} }, () => throwError(() => new Error('no')));
    await expect(lastValueFrom(failing)).rejects.toThrow('no');
    expect(meter.read()).toMatchObject({ requests: 2, failed: 1, generatedTokens: 0 });
  });
});
