import type { PluginError } from '@predict-otron/plugin-sdk';
import type { Sampler } from '../step/sampler.js';
import type { Probability, ProbabilityRequest } from '../step/step-context.js';

/** One answer on its way through the scheduler. */
export interface Lane {
  readonly prompt: readonly number[];
  readonly sampler: Sampler;
  /** Probabilities of the generated tokens are wanted. */
  readonly probabilities?: ProbabilityRequest;
  /** Probabilities of the prompt's own tokens are wanted: all of it is read, nothing is reused. */
  readonly scores?: { top: number };
  /** Runs without neighbors and without reuse. */
  readonly alone: boolean;
  /** False while its reader has not taken what it was given: the lane sits out the step. */
  readonly ready: boolean;
  /**
   * So many tokens of it may be drafted now: no more than it can still take beside one, and none where it may take
   * others than are sampled, or must get the same bits every time.
   */
  readonly draftTokens: number;
  /** When the sequence is full, half of it is forgotten, all but so many tokens of its beginning. */
  readonly keepAtStart?: number;
  /** So many tokens of its past were forgotten. To be told, as all that it takes. */
  shifted?(tokens: number): void;
  /** So many tokens were drafted for it, of which so many came true. */
  drafted(tokens: number, accepted: number): void;
  /** It has a sequence now. */
  start(): void;
  /** The prompt was read; `kept` of its tokens were still in the cache. */
  promptRead(kept: number, scores: Probability[]): void;
  /**
   * Takes a sampled token (-1: none was left to choose from). Returns what the model reads next: the token itself, and
   * any that are forced on it. False: the answer has ended. Its reader hears nothing of it before `tell`.
   */
  take(token: number, probability?: Probability): readonly number[] | false;
  /** Its reader hears what was taken since the last time: while the next step is computed, so that none waits for readers. */
  tell(): void;
  /** It cannot go on. */
  fail(error: PluginError): void;
}
