import type { GenerationEvent } from '@predict-otron/plugin-sdk';

/** Turns the events of one request into the text of a streamed HTTP answer. Made anew for each request. */
export interface AnswerStream {
  readonly contentType: string;
  /** What an event adds to the answer; empty for an event that shows nothing. */
  encode(event: GenerationEvent): string;
  /** What keeps a connection open while there is nothing to say. */
  keepAlive(): string;
  /** The end of the answer. Throws `INTERNAL` when the events ended too early. */
  finish(): string;
  /** The end of an answer that failed after it began. */
  fail(error: unknown): string;
}
