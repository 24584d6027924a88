import { Injectable } from '@nestjs/common';
import { GenerationLedger } from './generation-ledger.js';
import type { GenerationChange } from './generation-record.js';

/** Upper ends of the ranges in which times to the first token are counted, in milliseconds; a last one is open. */
const FIRST_TOKEN_BOUNDS = [10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000];

/** What language models have done since the start; every number only grows. */
export interface GenerationTotals {
  requests: number;
  failed: number;
  promptTokens: number;
  generatedTokens: number;
  /** Requests by their time to the first token, queue and load included. `counts` has one more than `boundsMs`. */
  firstToken: { boundsMs: number[]; counts: number[] };
}

/** Counts what all generations do. */
@Injectable()
export class GenerationMeter {
  private readonly totals: GenerationTotals = {
    requests: 0,
    failed: 0,
    promptTokens: 0,
    generatedTokens: 0,
    firstToken: { boundsMs: FIRST_TOKEN_BOUNDS, counts: Array(FIRST_TOKEN_BOUNDS.length + 1).fill(0) },
  };

  constructor(ledger: GenerationLedger) {
    ledger.changes.subscribe((change) => this.count(change));
    ledger.tokens.subscribe(({ tokens }) => {
      this.totals.generatedTokens += tokens;
    });
  }

  /** A copy of the totals. */
  read(): GenerationTotals {
    return structuredClone(this.totals);
  }

  private count(change: GenerationChange): void {
    const { totals } = this;
    const { type, record } = change;
    if (type === 'started') totals.requests += 1;
    if (type === 'prompt') totals.promptTokens += record.promptTokens;
    if (type === 'first-token') this.firstToken(change.ms);
    if (type === 'ended' && record.outcome === 'failed') totals.failed += 1;
  }

  private firstToken(ms: number): void {
    const place = FIRST_TOKEN_BOUNDS.findIndex((bound) => ms <= bound);
    const { counts } = this.totals.firstToken;
    const range = place < 0 ? counts.length - 1 : place;
    counts[range] = (counts[range] ?? 0) + 1;
  }
}
