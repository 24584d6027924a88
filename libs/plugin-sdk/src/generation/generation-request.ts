import type { Constraint } from './constraint.js';
import type { Prompt } from './prompt.js';
import type { Sampling } from './sampling.js';
import type { ToolChoice } from './tool.js';

/** Log probabilities to report. */
export interface LogprobsRequest {
  /** Alternatives at each place, 0 to 20, the likeliest first. */
  top: number;
  /** Also those of the prompt's own tokens. */
  prompt: boolean;
}

/** How much a model may think. */
export interface ReasoningRequest {
  effort?: 'none' | 'minimal' | 'low' | 'medium' | 'high';
  /** Tokens at most. */
  budget?: number;
}

/** One request to a loaded model. What the model cannot honour it refuses with `UNSUPPORTED` and `details.param`. */
export interface GenerationRequest {
  prompt: Prompt;
  /** Where a field is absent, the model's own default holds. */
  sampling: Partial<Sampling>;
  constraint?: Constraint;
  toolChoice?: ToolChoice;
  /** May it call several tools in one answer? Default true. */
  parallelToolCalls?: boolean;
  /** The answer ends before the first of these; 0 to 16 strings, none empty. */
  stop: string[];
  /** Tokens to generate for each answer at most; absent: the rest of the context. */
  maxTokens?: number;
  /** Answers to the one prompt, at least 1 and at most the model's `parallel`. */
  n: number;
  /** Generate this many and return the `n` likeliest. */
  bestOf?: number;
  logprobs?: LogprobsRequest;
  reasoning?: ReasoningRequest;
  contextOverflow: 'refuse' | 'trim' | 'shift';
  /** Run alone and without reuse, so that the same seed gives the same bits. */
  deterministic?: boolean;
  /** Higher is served first; default 0. */
  priority?: number;
  /** Milliseconds since the epoch after which an answer is no longer wanted. */
  deadline?: number;
  /** Milliseconds that it may wait in line before a model begins with it. */
  maxQueueMs?: number;
}
