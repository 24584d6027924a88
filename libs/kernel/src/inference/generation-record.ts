import type { ErrorCode, FinishReason } from '@predict-otron/plugin-sdk';

/** How far a generation is. `waiting`: for a slot, or for a model that others load. */
export type GenerationState = 'waiting' | 'loading' | 'reading' | 'generating' | 'ended';

/** How a generation ended. `cancelled`: its reader left, or somebody cancelled it. */
export type GenerationOutcome = 'finished' | 'failed' | 'cancelled';

/** Facts of one generation, kept up to date while it runs; never content. Times in milliseconds. */
export interface GenerationRecord {
  /** Of the request, as in the log; several generations of one request share it. */
  requestId: string;
  model: string;
  state: GenerationState;
  /** Since the epoch. */
  startedAt: number;
  promptTokens: number;
  cachedTokens: number;
  generatedTokens: number;
  /** Guessed ahead by speculative decoding, of its answers that have ended; and how many of them came true. */
  draftTokens: number;
  acceptedDraftTokens: number;
  /** From its start to its slot, the load of the model included; once it has one. */
  queueMs?: number;
  /** From its start to its first token; once there is one. */
  firstTokenMs?: number;
  /** From its start to its end, once it has ended. */
  ms?: number;
  outcome?: GenerationOutcome;
  /** Why it failed, or `CANCELLED`. */
  code?: ErrorCode;
  /** Of each of its answers that has ended. */
  finishReasons: FinishReason[];
}

/** What happened to a generation, after its record was changed. */
export type GenerationChange = { record: GenerationRecord } & (
  | { type: 'started'; origin: object }
  | { type: 'admitted' | 'prompt' | 'ended' }
  /** `ms`: since the start. */
  | { type: 'first-token'; ms: number }
);

/** Tokens that were generated, after the record was changed. */
export interface GeneratedTokens {
  record: GenerationRecord;
  tokens: number;
  /** They are the first ones of the generation. */
  first: boolean;
  /** Since the tokens before, or since the start for the first ones. */
  ms: number;
}
