import type { ErrorCode } from '@predict-otron/plugin-sdk';

/** What a trial process is to try. */
export type TrialTask =
  /** Load a model as llama.cpp does, a large one without its weights, and render conversations with its chat template. */
  | { kind: 'file'; path: string; weightBytes: number; template?: string }
  /** Parse a grammar for the model's vocabulary, and follow it for some tokens. */
  | { kind: 'grammar'; path: string; gbnf: string };

/** From the trial process: it is up, or a trial has ended. */
export type TrialMessage =
  | { type: 'ready' }
  | { type: 'passed' }
  | { type: 'failed'; code: ErrorCode; message: string };

/** What a trial may take. */
export const TRIAL_LIMITS = {
  /** Until the process is up. */
  startMs: 60_000,
  /** One trial, with small weights. */
  trialMs: 10_000,
  /** The same, more for each GiB of weights. */
  trialMsOfGiB: 20_000,
  /** Memory of the process, the engine's own hundred included, but for three times the weights that it loads. */
  memoryMiB: 1024,
  /** Larger weights are not loaded: twice the time of a load is too much, and a file so large has its price anyway. */
  weightBytes: 2 ** 30,
  /** JavaScript's part of it. */
  heapMiB: 256,
  /** A process that has nothing to try ends after this time. */
  idleMs: 300_000,
};

/** How much of a model's weights its trial loads. */
export function loadedBytes(weightBytes: number): number {
  return weightBytes <= TRIAL_LIMITS.weightBytes ? weightBytes : 0;
}
