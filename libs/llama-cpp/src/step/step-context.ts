import type { Sampler, SamplerSettings } from './sampler.js';

/** Log probabilities to report with a row: of the sampled or target token, and of the `top` likeliest. */
export interface ProbabilityRequest {
  top: number;
}

/** A piece of one sequence in a step's batch. */
export interface Row {
  sequence: number;
  /** Place of the first token in the sequence. */
  position: number;
  tokens: number[];
  /** Sample the token that follows the last one. */
  sample?: { sampler: Sampler; probabilities?: ProbabilityRequest };
  /**
   * So many of the last tokens are a draft: a guess at what will be sampled. Then the first token is sampled in front of
   * them, and one more behind each that was sampled just as it was guessed. The cells of the others are to be truncated.
   */
  draft?: number;
  /** For each token, the one that really follows it, whose probability is wanted (a prompt's log probabilities). */
  score?: { targets: number[]; top: number };
  /** Its answer is to have the same bits whenever it is asked for: nothing is tried out with it. */
  repeatable?: boolean;
}

/** Tokens of all rows together. */
export function tokensOf(rows: readonly Pick<Row, 'tokens'>[]): number {
  return rows.reduce((sum, { tokens }) => sum + tokens.length, 0);
}

/** Natural logarithm of the probability of a token before any filter, with the likeliest ones in its place. */
export interface Probability {
  token: number;
  logprob: number;
  top: { token: number; logprob: number }[];
}

/** A token that was chosen. */
export interface Sampled {
  /** -1 when no token is left to choose from. */
  token: number;
  probability?: Probability;
}

/** What a step found for one row. */
export interface RowResult {
  /** If a token was asked for: it alone, or with those that a draft guessed before it. */
  sampled?: Sampled[];
  scores?: Probability[];
  /** What went wrong with this row alone. */
  error?: unknown;
}

/**
 * A llama.cpp context of several sequences, driven step by step: all rows of a step are one batch. One caller at a
 * time: the next call may start when the last one has ended.
 */
export interface StepContext {
  /** Tokens that one sequence can hold. */
  readonly contextTokens: number;
  /** Tokens in one step at most, over all rows. */
  readonly batchTokens: number;
  readonly sequences: number;
  /** What only the direct way can do. */
  readonly can: { copy: boolean; probabilities: boolean; shift: boolean; grammar: boolean; draft: boolean };
  /** Rejects when the batch failed; then each row's sequence must be truncated to its position before it is used again. */
  step(rows: Row[]): Promise<RowResult[]>;
  createSampler(settings: SamplerSettings): Sampler;
  /** Forgets all from `position` on. False: the model cannot forget a part (recurrent state); forget it all instead. */
  truncate(sequence: number, position: number): Promise<boolean>;
  /** Makes `to` hold what `from` holds. */
  copy(from: number, to: number): Promise<void>;
  /** Forgets `count` tokens from `from` on; what follows them moves up. */
  shift(sequence: number, from: number, count: number): Promise<void>;
  setThreads(threads: number): void;
  /** True where a step of so many tokens leaves no core to others. */
  takesAllCores?(tokens: number): boolean;
  /** Bytes of the KV cache and the compute buffers together, as llama.cpp reports them, by where they are. */
  memory(): { ram: number; vram: number };
  dispose(): Promise<void>;
}
