import type { GenerationEvent } from '@predict-otron/plugin-sdk';
import type { WholeAnswer } from '../../../answer/whole-answer.js';
import type { ResponseEvents } from '../events/response-events.js';
import type { OpenAiResponse } from './open-ai-response.js';

/** Collects the events of a response into what a stream of it would end with. */
export class WholeResponse implements WholeAnswer {
  constructor(private readonly events: ResponseEvents) {}

  add(event: GenerationEvent): void {
    this.events.of(event);
  }

  finish(): OpenAiResponse {
    this.events.finish();
    return this.events.response;
  }
}
