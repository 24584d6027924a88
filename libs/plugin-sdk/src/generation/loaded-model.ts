import type { Observable } from 'rxjs';
import type { MemoryNeed } from '../model/memory-need.js';
import type { ModelInfo } from '../model/model-info.js';
import type { GenerationEvent } from './generation-event.js';
import type { GenerationRequest } from './generation-request.js';
import type { Message } from './message.js';
import type { Tool } from './tool.js';

/** The one who reads a generation. */
export interface GenerationReader {
  /** Resolves when the reader can take more. The model pauses the request, and only it, until then. */
  ready?(): Promise<void>;
}

/** A conversation as the model sees it. */
export interface RenderedPrompt {
  /** For people: control tokens are shown as text. */
  text: string;
  tokens: number[];
}

/** A model in memory. The kernel calls it for each request; several requests run at the same time. */
export interface LoadedModel {
  info: ModelInfo;
  /** Tokens of context for each request. */
  contextTokens: number;
  /** Answers that are generated at the same time. The kernel queues what is over it; a request takes `n` of them. */
  parallel: number;
  /** What it really takes, as far as it can be measured. */
  memory(): Promise<MemoryNeed[]>;
  /** Text is text: what looks like a control token becomes ordinary tokens. */
  tokenize(text: string): Promise<number[]>;
  detokenize(tokens: number[]): Promise<string>;
  /** Throws `UNSUPPORTED` without a chat template, `INPUT_INVALID` where the template refuses the conversation. */
  render(messages: Message[], tools?: Tool[]): Promise<RenderedPrompt>;
  /**
   * Cold: subscribing starts, unsubscribing cancels within one step. Errors: `INPUT_INVALID`, `UNSUPPORTED`,
   * `CONTEXT_OVERFLOW` (details `promptTokens`, `contextTokens`), `OVERLOADED`, `DISPOSED`.
   */
  generate(request: GenerationRequest, reader?: GenerationReader): Observable<GenerationEvent>;
  /** Cancels what runs with `DISPOSED` and frees all memory. Calling it again does nothing. */
  dispose(): Promise<void>;
}
