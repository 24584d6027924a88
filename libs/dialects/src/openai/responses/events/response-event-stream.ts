import { OpenAiEventStream } from '../../event-stream.js';
import type { ResponseEvents } from './response-events.js';
import type { ResponseStreamEvent } from './response-stream-event.js';

/** The events of a response as server-sent events: each is named by its type, and the last one is the response's end. */
export class ResponseEventStream extends OpenAiEventStream {
  constructor(private readonly events: ResponseEvents) {
    super(events);
  }

  override finish(): string {
    return this.joined(this.events.finish());
  }

  override fail(error: unknown): string {
    return this.joined(this.events.fail(error));
  }

  protected override written(event: ResponseStreamEvent): string {
    return `event: ${event.type}\n${super.written(event)}`;
  }

  private joined(events: ResponseStreamEvent[]): string {
    return events.map((event) => this.written(event)).join('');
  }
}
