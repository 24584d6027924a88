import type { StepContext } from '../step/step-context.js';
import type { Lane } from './lane.js';
import { commonPrefix } from './prefix.js';
import { isReading, type Running } from './running.js';
import { type Placement, Sequences } from './sequences.js';

/** What reading and copying cost, to weigh one against the other. */
export interface AdmissionCosts {
  promptMs(tokens: number): number;
  bytesPerSequence: number;
}

/** A copy is memory traffic: bytes a millisecond, on the careful side. */
const COPY_BYTES_PER_MS = 2e6;
/** No copy, and no waiting for a neighbor's, for less than this many tokens. */
const LEAST_SHARED = 16;

/** Gives waiting lanes their sequences, with as much of their prompts as any sequence remembers. */
export class Admission {
  readonly waiting: Lane[] = [];
  /** Oldest first. */
  readonly running: Running[] = [];
  private readonly sequences: Sequences;

  constructor(
    private readonly context: StepContext,
    private readonly costs: AdmissionCosts,
  ) {
    this.sequences = new Sequences(context.sequences);
  }

  /** Admits, first come first served, every lane that can start now. Called between steps only. */
  async admit(): Promise<void> {
    for (const lane of [...this.waiting]) {
      if (this.sequences.idle === 0 || this.running.some((running) => running.lane.alone)) return;
      if (lane.alone && this.running.length > 0) return;
      const placement = this.placementOf(lane);
      if (!lane.alone && this.worthWaiting(lane, placement.kept)) continue;
      this.waiting.splice(this.waiting.indexOf(lane), 1);
      await this.start(lane, placement);
    }
  }

  /** True while the lane waits or runs. */
  has(lane: Lane): boolean {
    return this.waiting.includes(lane) || this.running.some((running) => running.lane === lane);
  }

  /** The lane's sequence is idle again; it remembers its tokens. */
  release(running: Running): void {
    this.running.splice(this.running.indexOf(running), 1);
    this.sequences.release(running.state);
  }

  /** Takes lanes out of the queue; returns those that were in it. */
  dropWaiting(lanes: ReadonlySet<Lane>): Lane[] {
    const dropped = this.waiting.filter((lane) => lanes.has(lane));
    for (const lane of dropped) this.waiting.splice(this.waiting.indexOf(lane), 1);
    return dropped;
  }

  private placementOf(lane: Lane): Placement {
    const fresh = lane.alone || lane.scores !== undefined;
    const placement = this.sequences.place(lane.prompt, this.minimumCopy());
    return fresh ? { ...placement, donor: undefined, kept: 0 } : placement;
  }

  private async start(lane: Lane, { sequence, saveTo, donor, kept }: Placement): Promise<void> {
    if (saveTo) {
      // a copy that fails leaves nothing that could be relied on
      saveTo.tokens = [];
      await this.context.copy(sequence.id, saveTo.id);
      this.sequences.save(sequence, saveTo);
    }
    this.sequences.take(sequence);
    const running: Running = { lane, state: sequence, kept, scores: [] };
    this.running.push(running);
    lane.start();
    if (donor) await this.context.copy(donor.id, sequence.id);
    if (donor && !donor.busy && kept * 2 >= donor.tokens.length) this.sequences.leave(donor);
    const forgot = await this.context.truncate(sequence.id, kept);
    if (!forgot) {
      // a recurrent state cannot forget a part: all of the prompt is read again
      await this.context.truncate(sequence.id, 0);
      running.kept = 0;
    }
    sequence.tokens = lane.prompt.slice(0, running.kept);
  }

  /** A neighbor is reading the same beginning right now: what it has read can be copied in a moment. */
  private worthWaiting(lane: Lane, kept: number): boolean {
    if (!this.context.can.copy || lane.scores) return false;
    return this.running.some((running) => {
      if (!isReading(running)) return false;
      const shared = Math.min(lane.prompt.length - 1, commonPrefix(running.lane.prompt, lane.prompt));
      return shared - kept >= this.minimumCopy() && running.state.tokens.length < shared;
    });
  }

  private minimumCopy(): number {
    if (!this.context.can.copy) return Number.POSITIVE_INFINITY;
    const copyMs = this.costs.bytesPerSequence / COPY_BYTES_PER_MS;
    return Math.max(LEAST_SHARED, Math.ceil(copyMs / Math.max(this.costs.promptMs(1), 1e-3)));
  }
}
