import { GenerationLedger, type GenerationRecord } from '@predict-otron/kernel';
import { Registry } from 'prom-client';
import { tokenHistogram } from './token-histogram.js';
import { TokenTimes } from './token-times.js';

function times(changes: { model: string; ms: number; tokens?: number; first?: boolean }[]): TokenTimes {
  const ledger = new GenerationLedger();
  const counted = new TokenTimes(ledger);
  for (const { model, ms, tokens = 1, first = false } of changes) {
    ledger.tokens.next({ record: { model } as GenerationRecord, tokens, first, ms });
  }
  return counted;
}

describe('TokenTimes', () => {
  it('counts tokens, and the times of those that are not first', () => {
    const counted = times([
      { model: 'a', ms: 400, first: true },
      { model: 'a', ms: 10 },
      { model: 'a', ms: 40, tokens: 2 },
      { model: 'a', ms: 100_000 },
    ]);
    expect(counted.read([0.01, 0.025, 80])).toEqual([
      { model: 'a', tokens: 5, upTo: [1, 2, 2], count: 3, sum: expect.closeTo(100.03) },
    ]);
  });

  it('is shown by model, and over all', async () => {
    const registry = new Registry();
    const counted = times([
      { model: 'a', ms: 10 },
      { model: 'b', ms: 30 },
    ]);
    tokenHistogram(registry, counted, { name: 'one_seconds', help: 'H.', buckets: [0.01, 0.05], perModel: true });
    tokenHistogram(registry, counted, { name: 'all_seconds', help: 'H.', buckets: [0.01, 0.05], perModel: false });
    expect((await registry.metrics()).split('\n').filter((line) => !line.startsWith('#') && line !== '')).toEqual([
      'one_seconds_bucket{le="0.01",model="a"} 1',
      'one_seconds_bucket{le="0.05",model="a"} 1',
      'one_seconds_bucket{le="+Inf",model="a"} 1',
      'one_seconds_sum{model="a"} 0.01',
      'one_seconds_count{model="a"} 1',
      'one_seconds_bucket{le="0.01",model="b"} 0',
      'one_seconds_bucket{le="0.05",model="b"} 1',
      'one_seconds_bucket{le="+Inf",model="b"} 1',
      'one_seconds_sum{model="b"} 0.03',
      'one_seconds_count{model="b"} 1',
      'all_seconds_bucket{le="0.01"} 1',
      'all_seconds_bucket{le="0.05"} 2',
      'all_seconds_bucket{le="+Inf"} 2',
      'all_seconds_sum 0.04',
      'all_seconds_count 2',
    ]);
  });
});
