/** The part of the last token, or of the last draft, in a running mean. */
const WEIGHT = 0.1;
/** How fast trust comes back with every guess that was too poor for a draft. */
const FORGIVENESS = 0.005;
/** By the length of the match from which on it holds: the chance that the next token is guessed right, as it begins. */
const FIRST: readonly [matched: number, chance: number][] = [
  [2, 0.1],
  [3, 0.3],
  [4, 0.4],
  [5, 0.5],
  [7, 0.6],
  [10, 0.7],
  [15, 0.8],
  [24, 0.9],
];

/** How often the next token is guessed right, by how much was found again before it: running means. */
export class Acceptance {
  private readonly chances = FIRST.map(([, chance]) => chance);
  /** What drafts gave by what was expected of them: those that look best are often those that are judged too well. */
  private trust = 1;

  /** Tokens of a draft of this length that will come true on average. `matched`: as it begins. */
  expected(matched: number, length: number): number {
    let reached = 1;
    let sum = 0;
    for (let i = 0; i < length; i++) {
      reached *= this.chances[bandOf(matched + i)] as number;
      sum += reached;
    }
    return sum * this.trust;
  }

  /** So many tokens of a draft came true of those that were expected; without numbers there was no draft. */
  settle(accepted?: number, expected?: number): void {
    if (accepted === undefined || !expected) this.trust += (1 - this.trust) * FORGIVENESS;
    else this.trust = Math.min(1, this.trust + ((accepted / expected) * this.trust - this.trust) * WEIGHT);
  }

  /** So many tokens came true in a row, after `matched` others; `failed`: the one behind them did not. */
  note(matched: number, accepted: number, failed: boolean): void {
    for (let i = 0; i < accepted; i++) this.move(matched + i, 1);
    if (failed) this.move(matched + accepted, 0);
  }

  private move(matched: number, to: 0 | 1): void {
    const band = bandOf(matched);
    const chance = this.chances[band] as number;
    this.chances[band] = chance + (to - chance) * WEIGHT;
  }
}

function bandOf(matched: number): number {
  let band = FIRST.length - 1;
  while (band > 0 && (FIRST[band]?.[0] as number) > matched) band--;
  return band;
}
