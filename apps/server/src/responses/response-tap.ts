import type { IncomingHttpHeaders } from 'node:http';
import {
  jsonLine,
  type OpenAiResponse,
  openAiError,
  type ResponseOutputItem,
  type ResponseStreamEvent,
  toResponseError,
} from '@predict-otron/dialects';
import type { AnswerReader, AnswerTap } from '../forwarding/attempt.js';
import { separatorOf, WholeEvents } from '../forwarding/whole-events.js';

/** Types of the event that holds the response as it ended. */
const LAST = ['response.completed', 'response.incomplete', 'response.failed'];

/** Reads a response on its way to the client, and lets its end pass only after it was kept. */
export class ResponseTap implements AnswerTap {
  private events?: WholeEvents;
  private status = 0;
  private held: Buffer[] = [];
  private ended = false;
  private sequence = 0;
  private response?: OpenAiResponse;
  private output: ResponseOutputItem[] = [];

  /** `keep`: called once with the response as it ended, unless there is none. */
  constructor(
    private readonly reader: AnswerReader,
    private readonly keep: (response: OpenAiResponse) => Promise<void>,
  ) {}

  head(status: number, headers: IncomingHttpHeaders): void {
    const separator = status === 200 ? separatorOf(headers['content-type']) : undefined;
    this.events = separator === undefined ? undefined : new WholeEvents(separator);
    this.status = status;
    this.held = [];
    this.reader.head(status, headers);
  }

  data(chunk: Buffer): boolean {
    if (!this.events) return this.hold(chunk);
    const events = this.events.take(chunk);
    for (const line of events.toString().split('\n')) {
      if (line.startsWith('data: {')) this.read(JSON.parse(line.slice('data: '.length)));
    }
    return this.ended ? this.hold(events) : this.reader.data(events);
  }

  onDrained(resume: () => void): void {
    this.reader.onDrained(resume);
  }

  async beforeEnd(): Promise<void> {
    const whole = Buffer.concat(this.held);
    if (!this.events && this.status === 200) this.response = JSON.parse(whole.toString());
    if (this.response) await this.keep(this.response);
    this.reader.data(whole);
    if (this.events) this.reader.data(this.events.flush());
  }

  async fail(error: unknown): Promise<string> {
    const { code, message, param } = openAiError(error).body.error;
    const events: object[] = [{ type: 'error', sequence_number: this.sequence++, code, message, param }];
    if (this.response) {
      const broken = {
        ...this.response,
        output: this.output,
        status: 'failed' as const,
        error: toResponseError(error),
      };
      events.push({ type: 'response.failed', sequence_number: this.sequence++, response: broken });
      await this.keep(broken);
    }
    return events.map((event) => `event: ${(event as { type: string }).type}\ndata: ${jsonLine(event)}\n\n`).join('');
  }

  private read(event: ResponseStreamEvent): void {
    this.sequence = event.sequence_number + 1;
    if (event.type === 'response.output_item.done') this.output[event.output_index] = event.item;
    if (!('response' in event)) return;
    this.response = event.response;
    this.ended = LAST.includes(event.type);
  }

  private hold(chunk: Buffer): boolean {
    this.held.push(chunk);
    return true;
  }
}
