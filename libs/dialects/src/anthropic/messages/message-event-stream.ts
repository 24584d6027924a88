import type { GenerationEvent } from '@predict-otron/plugin-sdk';
import type { AnswerStream } from '../../answer/answer-stream.js';
import { jsonLine } from '../../answer/json-line.js';
import { anthropicError } from '../anthropic-error.js';
import type { MessageEvents } from './message-events.js';

/** A message as server-sent events, the way Anthropic sends them: each names its type. */
export class MessageEventStream implements AnswerStream {
  readonly contentType = 'text/event-stream; charset=utf-8';

  constructor(
    private readonly events: MessageEvents,
    private readonly requestId: string,
  ) {}

  encode(event: GenerationEvent): string {
    return this.events.of(event).map(written).join('');
  }

  keepAlive(): string {
    return written({ type: 'ping' });
  }

  finish(): string {
    return this.events.finish().map(written).join('');
  }

  fail(error: unknown): string {
    return written(anthropicError(error, this.requestId).body);
  }
}

function written(event: { type: string }): string {
  return `event: ${event.type}\ndata: ${jsonLine(event)}\n\n`;
}
