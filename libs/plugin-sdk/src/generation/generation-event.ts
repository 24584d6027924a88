import type { LogProbability } from './log-probability.js';
import type { Timings } from './timings.js';
import type { Usage } from './usage.js';

/** Added by the kernel in front, any number of times: the request waits; 1 is next. */
export interface QueuedEvent {
  type: 'queued';
  position: number;
}

/** Added by the kernel in front, any number of times: the model is being loaded; 0 to 1. */
export interface LoadingEvent {
  type: 'loading';
  progress: number;
}

/** Once, when the prompt has been read. */
export interface PromptEvent {
  type: 'prompt';
  tokens: number;
  cachedTokens: number;
  /** Tokens left out because the conversation did not fit. */
  droppedTokens: number;
  /** When asked for: one for each prompt token but the first. */
  logprobs?: LogProbability[];
}

/** A piece of the answer `index`: text, or thoughts. Never a part of a character, never a part of a stop string. */
export interface TextDelta {
  type: 'delta';
  index: number;
  kind: 'text' | 'reasoning';
  text: string;
  /** Tokens that this piece stands for. */
  tokens: number;
  logprobs?: LogProbability[];
}

/** A piece of the tool call number `call` of the answer `index`. `id` and `name` come with the first piece. */
export interface ToolCallDelta {
  type: 'delta';
  index: number;
  kind: 'tool-call';
  call: number;
  id?: string;
  name?: string;
  argumentsDelta: string;
  tokens: number;
  logprobs?: LogProbability[];
}

/** Anywhere: something that the client should know and that is no error. */
export interface WarningEvent {
  type: 'warning';
  code: string;
  message: string;
}

/** Why an answer ended: the model's own end or a stop string, a limit of tokens, or a call of a tool. */
export type FinishReason = 'stop' | 'length' | 'tool-calls';

/** Once for each answer, its last event. */
export interface EndEvent {
  type: 'end';
  index: number;
  finishReason: FinishReason;
  /** The stop string that ended it, if one did. */
  stopString?: string;
  /** Where probabilities are asked for and the model ended by itself: that of the token that ended it, which is no text. */
  logprob?: LogProbability;
  usage: Usage;
  timings: Timings;
}

/** One generation is a stream of these, in this order: queued and loading, prompt, deltas, end. */
export type GenerationEvent =
  | QueuedEvent
  | LoadingEvent
  | PromptEvent
  | TextDelta
  | ToolCallDelta
  | WarningEvent
  | EndEvent;
