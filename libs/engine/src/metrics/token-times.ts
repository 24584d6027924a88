import { Injectable } from '@nestjs/common';
import { GenerationLedger } from '@predict-otron/kernel';

/** Upper ends of ranges, in seconds. Those of each histogram that is made of them are among them. */
const BOUNDS = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40,
  80,
];

/** Times between tokens of one model. */
interface Times {
  /** Tokens generated, the first ones of answers too. */
  tokens: number;
  /** Pieces after the first, by the time that one of its tokens took; a last range is open. */
  counts: number[];
  /** Of those times, in seconds. */
  sum: number;
}

/** What a histogram shows of one model. */
export interface TokenTimesView {
  model: string;
  tokens: number;
  /** Pieces that took as long as this or less, for each bound asked for. */
  upTo: number[];
  count: number;
  sum: number;
}

/**
 * Counts tokens and the times between them. It does so for every token that is generated, so that it is counted once
 * and by little work; the metrics are made of it when somebody asks.
 */
@Injectable()
export class TokenTimes {
  private readonly byModel = new Map<string, Times>();

  constructor(ledger: GenerationLedger) {
    ledger.tokens.subscribe(({ record, tokens, first, ms }) => {
      const times = this.of(record.model);
      times.tokens += tokens;
      if (!first) note(times, ms / 1000 / tokens);
    });
  }

  /** @param bounds upper ends of ranges in seconds, ascending, each one of those that are counted */
  read(bounds: readonly number[]): TokenTimesView[] {
    return [...this.byModel].map(([model, { tokens, counts, sum }]) => {
      const upTo = bounds.map((bound) => total(counts.slice(0, BOUNDS.indexOf(bound) + 1)));
      return { model, tokens, upTo, count: total(counts), sum };
    });
  }

  private of(model: string): Times {
    let times = this.byModel.get(model);
    if (!times) {
      times = { tokens: 0, counts: Array(BOUNDS.length + 1).fill(0), sum: 0 };
      this.byModel.set(model, times);
    }
    return times;
  }
}

function note(times: Times, seconds: number): void {
  let range = 0;
  while (range < BOUNDS.length && seconds > (BOUNDS[range] as number)) range += 1;
  times.counts[range] = (times.counts[range] as number) + 1;
  times.sum += seconds;
}

function total(counts: number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
