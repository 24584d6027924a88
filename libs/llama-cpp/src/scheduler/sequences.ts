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
  /** Copy what the sequence remembers there before anything else: it is younger than what is forgotten for it. */
  saveTo?: SequenceState;
  /** Copy this one's cells first. */
  donor?: SequenceState;
  /** Tokens of the prompt that need not be read again. */
  kept: number;
}

/**
 * The sequences of a context and what they remember. Sequences keep their tokens after a request ends.
 *
 * llama.cpp keeps the cells of each sequence apart, and computes sequences at once only where their numbers follow one
 * another; of others it makes a pass each (`llama_batch_allocr::split_equal`). So those that run are kept together.
 */
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
   * beginning takes the sequence idle the longest and a copy, so that no other conversation is forgotten for it. While
   * others run, the place is beside them, and copies see to it that no more is forgotten.
   *
   * @param minimumCopy tokens that a copy must save to be worth its time; infinite where copies cannot be made
   */
  place(prompt: readonly number[], minimumCopy: number): Placement {
    // the last token is always read again: its logits are what is sampled from
    const most = prompt.length - 1;
    const shared = new Map(this.all.map((state) => [state, Math.min(most, commonPrefix(state.tokens, prompt))]));
    const keptOf = (state: SequenceState) => shared.get(state) as number;
    const idle = this.all.filter(({ busy }) => !busy);
    const canCopy = Number.isFinite(minimumCopy);
    const beside = idle.filter((state) => this.neighbors(state) > 0);
    const own = best(idle, keptOf);
    const goesOn = keptOf(own) * 2 >= own.tokens.length && keptOf(own) > 0;
    const mayStay = goesOn && (beside.length === 0 || beside.includes(own));
    if (mayStay || !canCopy) return { sequence: own, kept: keptOf(own) };
    const sequence = beside.length > 0 ? this.closest(beside) : oldest(idle);
    const source = goesOn ? own : best(this.all, keptOf);
    const donor = source !== sequence && keptOf(source) - keptOf(sequence) >= minimumCopy ? source : undefined;
    const saveTo = this.shelter(sequence, idle, minimumCopy, donor);
    return {
      sequence,
      ...(saveTo && { saveTo }),
      ...(donor && { donor }),
      kept: keptOf(donor ?? sequence),
    };
  }

  /** Moves what a sequence remembers, once its cells were copied. */
  save({ tokens, usedAt }: SequenceState, to: SequenceState): void {
    to.tokens = [...tokens];
    to.usedAt = usedAt;
  }

  /** A conversation goes on elsewhere: its old place is the next that may be forgotten. */
  leave(sequence: SequenceState): void {
    sequence.usedAt = 0;
  }

  take(sequence: SequenceState): void {
    sequence.busy = true;
    sequence.usedAt = ++this.clock;
  }

  release(sequence: SequenceState): void {
    sequence.busy = false;
    sequence.usedAt = ++this.clock;
  }

  /** How many of the two sequences beside this one are busy. */
  private neighbors({ id }: SequenceState): number {
    return Number(this.all[id - 1]?.busy ?? false) + Number(this.all[id + 1]?.busy ?? false);
  }

  /** One that closes a gap; of several the one idle the longest. */
  private closest(beside: readonly SequenceState[]): SequenceState {
    const closing = beside.filter((state) => this.neighbors(state) === 2);
    return oldest(closing.length > 0 ? closing : beside);
  }

  /** Where a sequence's memory goes that is about to be overwritten: to the place of the oldest one, if that is older. */
  private shelter(
    sequence: SequenceState,
    idle: readonly SequenceState[],
    minimumCopy: number,
    donor?: SequenceState,
  ): SequenceState | undefined {
    if (sequence.tokens.length < minimumCopy) return undefined;
    const others = idle.filter((state) => state !== sequence && state !== donor && state.usedAt < sequence.usedAt);
    return others.length > 0 ? oldest(others) : undefined;
  }
}

function best(states: readonly SequenceState[], kept: (state: SequenceState) => number): SequenceState {
  return states.reduce((a, b) => (kept(b) > kept(a) ? b : a));
}

function oldest(states: readonly SequenceState[]): SequenceState {
  return states.reduce((a, b) => (b.usedAt < a.usedAt ? b : a));
}
