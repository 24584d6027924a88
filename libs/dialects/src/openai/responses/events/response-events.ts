import type { EndEvent, GenerationEvent, PromptEvent } from '@predict-otron/plugin-sdk';
import { Ends } from '../../../answer/ends.js';
import type { AnswerWarning } from '../../answer-warning.js';
import type { Chunks } from '../../event-stream.js';
import { openAiError } from '../../openai-error.js';
import { newResponse, type ResponseHead } from '../answer/new-response.js';
import type { OpenAiResponse } from '../answer/open-ai-response.js';
import { toResponseError } from '../answer/to-response-error.js';
import { toResponseUsage } from '../answer/to-response-usage.js';
import type { ResponseRequest } from '../request/response-request.js';
import { ResponseOutput } from './response-output.js';
import type { ResponseEventDraft, ResponseStreamEvent } from './response-stream-event.js';

/** The events of a generation as those of a streamed response, and the response itself as it grows. */
export class ResponseEvents implements Chunks<ResponseStreamEvent> {
  private readonly output: ResponseOutput;
  private readonly warnings: AnswerWarning[] = [];
  private readonly ends = new Ends(1);
  private prompt: PromptEvent = { type: 'prompt', tokens: 0, cachedTokens: 0, droppedTokens: 0 };
  private sequence = 0;
  private state: OpenAiResponse;

  /** `now`: milliseconds since the epoch. */
  constructor(
    head: ResponseHead,
    request: ResponseRequest,
    private readonly now: () => number = Date.now,
  ) {
    this.state = newResponse(head, request);
    this.output = new ResponseOutput(head.id);
  }

  /** The response as it is now. */
  get response(): OpenAiResponse {
    return this.state;
  }

  of(event: GenerationEvent): ResponseStreamEvent[] {
    switch (event.type) {
      case 'prompt':
        this.prompt = event;
        return this.numbered(this.states('response.created', 'response.in_progress'));
      case 'delta':
        return this.numbered(this.output.add(event));
      case 'end':
        this.ends.add();
        return this.numbered(this.end(event));
      case 'warning':
        this.warnings.push({ code: event.code, message: event.message });
        return [];
      default:
        return [];
    }
  }

  finish(): ResponseStreamEvent[] {
    this.ends.check();
    const { status } = this.state;
    return this.numbered(this.states(status === 'incomplete' ? 'response.incomplete' : 'response.completed'));
  }

  /** What comes after the last event of a generation that failed. */
  fail(error: unknown): ResponseStreamEvent[] {
    const { body } = openAiError(error);
    const { code, message, param } = body.error;
    const failed: ResponseEventDraft = { type: 'error', code, message, param };
    this.settle({ status: 'failed', error: toResponseError(error) });
    // a response that has not begun cannot have failed
    return this.numbered([failed, ...(this.sequence > 0 ? this.states('response.failed') : [])]);
  }

  /** The client wants no more of it. */
  cancel(): void {
    this.settle({ status: 'cancelled' });
  }

  private end(event: EndEvent): ResponseEventDraft[] {
    const cut = event.finishReason === 'length';
    const drafts = this.output.close(cut ? 'incomplete' : 'completed');
    const usage = toResponseUsage(this.prompt, event);
    if (cut) this.settle({ status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' }, usage });
    else this.settle({ status: 'completed', completed_at: Math.floor(this.now() / 1000), usage });
    return drafts;
  }

  private settle(changes: Partial<OpenAiResponse>): void {
    const warnings = this.warnings.length > 0 ? { warnings: this.warnings } : {};
    this.state = { ...this.state, output: this.output.items(), ...changes, ...warnings };
  }

  private states(...types: Extract<ResponseStreamEvent, { response: unknown }>['type'][]): ResponseEventDraft[] {
    return types.map((type) => ({ type, response: this.state }));
  }

  private numbered(drafts: ResponseEventDraft[]): ResponseStreamEvent[] {
    return drafts.map(
      ({ type, ...rest }) => ({ type, sequence_number: this.sequence++, ...rest }) as ResponseStreamEvent,
    );
  }
}
