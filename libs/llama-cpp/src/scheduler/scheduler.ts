import { PluginError } from '@predict-otron/plugin-sdk';
import type { Speculation } from '../speculation/speculation.js';
import { type RowResult, type StepContext, tokensOf } from '../step/step-context.js';
import { Admission, type AdmissionCosts } from './admission.js';
import type { Lane } from './lane.js';
import { Pace } from './pace.js';
import { ReaderOrder } from './reader-order.js';
import { dropDraft, isReading, type PlannedRow, planRows, type Running } from './running.js';

/**
 * The lock-step loop of one context. Each step takes the next token of every running lane and pieces of the prompts
 * being read, all in one batch. Between steps, and only there, lanes come and go.
 */
export class Scheduler {
  private readonly admission: Admission;
  private readonly pace = new Pace();
  private readonly gone = new Set<Lane>();
  private readonly order = new ReaderOrder();
  /** Have taken something that their readers have not heard of. */
  private untold: Lane[] = [];
  private looping: Promise<void> | undefined;
  private wakeUp: (() => void) | undefined;
  private disposed = false;

  constructor(
    private readonly context: StepContext,
    bytesPerSequence: number,
    /** Drafts for answers that run alone; none without it. */
    private readonly speculation?: Speculation,
  ) {
    const costs: AdmissionCosts = { promptMs: (tokens) => this.pace.promptMs(tokens), bytesPerSequence };
    this.admission = new Admission(context, costs);
  }

  /** Lanes that have a sequence, and lanes that wait for one. */
  get load(): { running: number; waiting: number } {
    return { running: this.admission.running.length, waiting: this.admission.waiting.length };
  }

  /** The lane starts at the next step boundary at which a sequence is free. */
  add(lane: Lane): void {
    if (this.disposed) throw new PluginError('DISPOSED', 'The model was unloaded.');
    this.admission.waiting.push(lane);
    this.wake();
    this.looping ??= this.loop();
  }

  /** The lane's sequence is free at the next step boundary. Its sampler is disposed of then. */
  remove(lane: Lane): void {
    if (!this.admission.has(lane)) return;
    this.gone.add(lane);
    this.wake();
  }

  /** A lane became ready, or something else changed that a sleeping loop should see. */
  wake(): void {
    this.wakeUp?.();
    this.wakeUp = undefined;
  }

  /** Fails what runs with `DISPOSED` and resolves when the context is no longer used. */
  async dispose(): Promise<void> {
    this.disposed = true;
    this.wake();
    await this.looping;
  }

  private async loop(): Promise<void> {
    // lanes that are added in one tick meet in one step
    await Promise.resolve();
    while (!this.disposed) {
      this.forgetTheGone();
      const { running, waiting } = this.admission;
      if (running.length + waiting.length === 0) {
        if (this.tell()) continue;
        this.order.pause();
        this.looping = undefined;
        return;
      }
      try {
        // what has nothing to do is not waited for, though for a moment only: the engine idles meanwhile
        if (waiting.length > 0) await this.admission.admit();
        if (running.some((one) => this.isFull(one))) await this.makeRoom();
        const rows = planRows(running, this.context.batchTokens, (room) => this.pace.pieceTokens(room));
        this.speculation?.extend(rows);
        if (rows.length > 0) await this.step(rows);
        else if (!this.tell()) await this.sleep();
      } catch (cause) {
        this.failAll(new PluginError('INTERNAL', 'The engine failed between two steps.', {}, { cause }));
      }
    }
    this.failAll(new PluginError('DISPOSED', 'The model was unloaded while it answered.'));
  }

  /** Lanes whose sequence is full and that may forget: the older half of what they need not keep goes. */
  private async makeRoom(): Promise<void> {
    for (const running of this.admission.running.filter((one) => this.isFull(one))) {
      const { lane, state } = running;
      const { keepAtStart = 0 } = lane;
      const count = Math.ceil((state.tokens.length - keepAtStart) / 2);
      await this.context.shift(state.id, keepAtStart, count);
      state.tokens.splice(keepAtStart, count);
      this.speculation?.forget(running);
      lane.shifted?.(count);
      this.untold.push(lane);
    }
  }

  private isFull({ lane, state, next }: Running): boolean {
    if (lane.keepAtStart === undefined || !next) return false;
    return state.tokens.length + next.length > this.context.contextTokens;
  }

  private async step(rows: PlannedRow[]): Promise<void> {
    const tokens = tokensOf(rows);
    const decoding = rows.filter((row) => !isReading(row.running)).length;
    const alike = tokens === rows.length && this.context.takesAllCores?.(tokens) ? tokens : 0;
    if (this.order.begin(alike) && this.tell()) await new Promise(setImmediate);
    const started = performance.now();
    let results: RowResult[];
    try {
      const computed = this.context.step(rows);
      this.tell();
      this.speculation?.study(rows);
      results = await computed;
    } catch (error) {
      results = await this.stepOneByOne(rows, error);
    }
    const ms = performance.now() - started;
    if (!rows[0]?.draft) this.pace.note(ms, decoding, tokens - decoding);
    for (const [i, row] of rows.entries()) {
      const result = results[i] as RowResult;
      if (this.speculation && rows.length === 1) await this.check(this.speculation, row, result, ms);
      this.deliver(row, result);
    }
  }

  /** Learns from what came of a draft, and forgets what it guessed wrong. */
  private async check(
    speculation: Speculation,
    row: PlannedRow,
    { sampled = [] }: RowResult,
    ms: number,
  ): Promise<void> {
    const taken = sampled.map(({ token }) => token);
    speculation.note(row, ms, taken);
    if (!row.draft) return;
    const wrong = row.draft + 1 - sampled.length;
    row.running.lane.drafted(row.draft, row.draft - wrong);
    row.tokens.length -= wrong;
    if (wrong > 0) await this.context.truncate(row.sequence, row.position + row.tokens.length);
  }

  /** llama.cpp refuses a batch as a whole; each row alone shows which one was bad. */
  private async stepOneByOne(rows: PlannedRow[], error: unknown): Promise<RowResult[]> {
    const results: RowResult[] = [];
    for (const row of rows) {
      const clean = await this.context.truncate(row.sequence, row.position);
      const drafted = dropDraft(row);
      if (!clean || (rows.length === 1 && !drafted)) results.push({ error });
      else
        results.push(
          await this.context.step([row]).then(
            ([result]) => result ?? { error },
            (own) => ({ error: own }),
          ),
        );
    }
    return results;
  }

  private deliver({ running, tokens, sample }: PlannedRow, result: RowResult): void {
    const { lane, state } = running;
    if (result.error !== undefined) {
      state.tokens = [];
      this.end(running);
      this.context.truncate(state.id, 0).catch(() => undefined);
      const message = 'The engine could not evaluate this request.';
      if (!this.gone.has(lane)) lane.fail(new PluginError('INTERNAL', message, {}, { cause: result.error }));
      return;
    }
    state.tokens.push(...tokens);
    if (result.scores) running.scores.push(...result.scores);
    if (!sample || this.gone.has(lane)) return;
    if (isReading(running)) lane.promptRead(running.kept, running.scores);
    for (const { token, probability } of result.sampled ?? []) {
      const next = lane.take(token, probability);
      if (!next) {
        this.end(running);
        // at once, since others may wait for its place
        lane.tell();
        return;
      }
      running.next = next;
    }
    this.untold.push(lane);
  }

  /** Returns false if there was nothing to tell. What readers do in return may add lanes and remove them. */
  private tell(): boolean {
    const lanes = this.untold;
    if (lanes.length === 0) return false;
    this.untold = [];
    for (const lane of lanes) {
      try {
        lane.tell();
      } catch (cause) {
        // a step may be under way, and the other lanes with it
        this.remove(lane);
        lane.fail(new PluginError('INTERNAL', 'The text of this answer could not be made out.', {}, { cause }));
      }
    }
    return true;
  }

  private end(running: Running): void {
    this.speculation?.forget(running);
    this.admission.release(running);
    running.lane.sampler.dispose();
  }

  private forgetTheGone(): void {
    if (this.gone.size === 0) return;
    for (const lane of this.admission.dropWaiting(this.gone)) lane.sampler.dispose();
    for (const running of [...this.admission.running]) if (this.gone.has(running.lane)) this.end(running);
    this.gone.clear();
  }

  private failAll(error: PluginError): void {
    this.forgetTheGone();
    for (const running of [...this.admission.running]) {
      this.end(running);
      running.lane.fail(error);
    }
    for (const lane of this.admission.waiting.splice(0)) {
      lane.sampler.dispose();
      lane.fail(error);
    }
  }

  private sleep(): Promise<void> {
    this.order.pause();
    return new Promise((resolve) => {
      this.wakeUp = resolve;
    });
  }
}
