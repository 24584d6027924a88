import type { PluginError } from '@predict-otron/plugin-sdk';
import type { Row, RowResult, StepContext } from '../step/step-context.js';
import type { Lane } from './lane.js';

/** Records what a scheduler does to a context, and answers with the number of tokens that a sequence holds. */
export class RecordedContext implements StepContext {
  contextTokens = 1000;
  readonly can = { copy: true, probabilities: true, shift: true, grammar: true, draft: true };
  readonly cells: number[][];
  readonly steps: Row[][] = [];
  readonly copies: [from: number, to: number][] = [];
  /** A token that fails the batch it is in. */
  poison: number | undefined;
  /** Runs before a step is answered. */
  during: () => void | Promise<void> = () => {};
  /** The token that follows these. */
  next: (cells: number[]) => number = (cells) => cells.length;
  takesAllCores = (_tokens: number) => false;
  /** A recurrent model forgets all or nothing. */
  recurrent = false;

  constructor(
    readonly sequences: number,
    readonly batchTokens: number,
  ) {
    this.cells = Array.from({ length: sequences }, () => []);
  }

  async step(rows: Row[]): Promise<RowResult[]> {
    this.steps.push(rows);
    await this.during();
    await new Promise(setImmediate);
    if (rows.some(({ tokens }) => tokens.includes(this.poison as number))) throw new Error('Eval has failed');
    return rows.map((row) => {
      const cells = this.cells[row.sequence] as number[];
      if (cells.length !== row.position) throw new Error(`row at ${row.position} of ${cells.length} cells`);
      cells.push(...row.tokens);
      return row.sample ? { sampled: this.sample(row, cells) } : {};
    });
  }

  /** In front of a draft, and on while it is right. */
  private sample({ tokens, draft = 0 }: Row, cells: number[]): { token: number }[] {
    const sampled: { token: number }[] = [];
    for (let left = draft; ; left--) {
      sampled.push({ token: this.next(cells.slice(0, cells.length - left)) });
      if (left === 0 || tokens[tokens.length - left] !== sampled.at(-1)?.token) return sampled;
    }
  }

  createSampler() {
    return { accept() {}, dispose() {} };
  }

  async truncate(sequence: number, position: number): Promise<boolean> {
    const cells = this.cells[sequence] as number[];
    if (this.recurrent && position > 0 && position < cells.length) return false;
    cells.length = Math.min(cells.length, position);
    return true;
  }

  async copy(from: number, to: number): Promise<void> {
    this.copies.push([from, to]);
    this.cells[to] = [...(this.cells[from] as number[])];
  }

  async shift(sequence: number, from: number, count: number): Promise<void> {
    this.cells[sequence]?.splice(from, count);
  }

  setThreads(_threads: number): void {}
  memory = () => ({ ram: 0, vram: 0 });
  async dispose(): Promise<void> {}
}

/** A lane that ends after so many tokens. */
export class RecordedLane implements Lane {
  readonly tokens: number[] = [];
  readonly alone: boolean;
  ready = true;
  kept: number | undefined;
  error: PluginError | undefined;
  samplerDisposals = 0;
  readonly sampler = { accept() {}, dispose: () => void this.samplerDisposals++ };
  keepAtStart?: number;
  forgotten = 0;
  noDrafts = false;
  readonly drafts = { tokens: 0, accepted: 0 };
  private untold = 0;
  private finish: () => void = () => {};
  readonly done = new Promise<void>((resolve) => {
    this.finish = resolve;
  });

  constructor(
    readonly prompt: number[],
    private readonly count: number,
    options: { alone?: boolean; onToken?: (lane: RecordedLane) => void } = {},
  ) {
    this.alone = options.alone ?? false;
    this.onToken = options.onToken ?? (() => {});
  }

  private readonly onToken: (lane: RecordedLane) => void;

  get draftTokens(): number {
    return this.noDrafts ? 0 : this.count - this.tokens.length - 1;
  }

  drafted(tokens: number, accepted: number): void {
    this.drafts.tokens += tokens;
    this.drafts.accepted += accepted;
  }

  start(): void {}

  promptRead(kept: number): void {
    this.kept = kept;
  }

  take(token: number): number[] | false {
    this.tokens.push(token);
    this.untold++;
    return this.tokens.length < this.count && [token];
  }

  tell(): void {
    for (; this.untold > 0; this.untold--) this.onToken(this);
    if (this.tokens.length >= this.count) this.finish();
  }

  shifted(tokens: number): void {
    this.forgotten += tokens;
  }

  fail(error: PluginError): void {
    this.error = error;
    this.finish();
  }
}
