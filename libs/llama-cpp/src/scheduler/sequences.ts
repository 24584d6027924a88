import { commonPrefix } from './prefix.js';

/** What llama.cpp holds in one sequence, as far as this side knows. */
export interface SequenceState {
  readonly id: number;
  /** The tokens in its cells, from position 0 on. */
  tokens: number[];
  busy: boolean;
  /** Rises with each use; the lowest was idle the longest. */
  usedAt: number;
}

/** How a prompt gets its sequence: which one, and whose beginning is copied into it first. */
export interface Placement {
  sequence: SequenceState;
  /** Copy this one's cells first. */
  donor?: SequenceState;
  /** Tokens of the prompt that need not be read again. */
  kept: number;
}

/** The sequences of a context and what they remember. Sequences keep their tokens after a request ends. */
export class Sequences {
  readonly all: readonly SequenceState[];
  private clock = 0;

  constructor(count: number) {
    this.all = Array.from({ length: count }, (_, id) => ({ id, tokens: [], busy: false, usedAt: 0 }));
  }

  get idle(): number {
    return this.all.filter(({ busy }) => !busy).length;
  }

  /**
   * The best place for a prompt. A conversation that goes on gets its own sequence back; a prompt that shares only a
   * beginning takes the sequence idle the longest and a copy, so that no other conversation is forgotten for it.
   *
   * @param minimumCopy tokens that a copy must save to be worth its time; infinite where copies cannot be made
   */
  place(prompt: readonly number[], minimumCopy: number): Placement {
    // the last token is always read again: its logits are what is sampled from
    const most = prompt.length - 1;
    const shared = new Map(this.all.map((state) => [state, Math.min(most, commonPrefix(state.tokens, prompt))]));
    const keptOf = (state: SequenceState) => shared.get(state) as number;
    const idle = this.all.filter(({ busy }) => !busy);
    const own = best(idle, keptOf);
    if (keptOf(own) * 2 >= own.tokens.length && keptOf(own) > 0) return { sequence: own, kept: keptOf(own) };
    const oldest = idle.reduce((a, b) => (b.usedAt < a.usedAt ? b : a));
    const donor = best(this.all, keptOf);
    if (keptOf(donor) - keptOf(oldest) >= minimumCopy && donor !== oldest) {
      return { sequence: oldest, donor, kept: keptOf(donor) };
    }
    const sequence = Number.isFinite(minimumCopy) ? oldest : own;
    return { sequence, kept: keptOf(sequence) };
  }

  take(sequence: SequenceState): void {
    sequence.busy = true;
    sequence.usedAt = ++this.clock;
  }

  release(sequence: SequenceState): void {
    sequence.busy = false;
    sequence.usedAt = ++this.clock;
  }
}

function best(states: readonly SequenceState[], kept: (state: SequenceState) => number): SequenceState {
  return states.reduce((a, b) => (kept(b) > kept(a) ? b : a));
}
