import type { GenerationEvent } from '@predict-otron/plugin-sdk';
import type { AnswerStream } from '../answer/answer-stream.js';
import { jsonLine } from '../answer/json-line.js';
import { openAiError } from './openai-error.js';

/** The chunks of one request, in order. */
export interface Chunks<Chunk> {
  of(event: GenerationEvent): Chunk[];
  /** What comes after the last event. Throws `INTERNAL` when the events ended too early. */
  finish(): Chunk[];
}

/** Chunks as server-sent events, the way OpenAI sends them: `data:` lines alone, the last of which is `[DONE]`. */
export class OpenAiEventStream implements AnswerStream {
  readonly contentType = 'text/event-stream; charset=utf-8';
  private waitsFor = 'reading the prompt';

  constructor(private readonly chunks: Chunks<object>) {}

  encode(event: GenerationEvent): string {
    if (event.type === 'queued') this.waitsFor = `queued, place ${event.position}`;
    if (event.type === 'loading') this.waitsFor = `loading the model, ${Math.floor(event.progress * 100)} %`;
    if (event.type === 'prompt') this.waitsFor = 'generating';
    let text = '';
    for (const chunk of this.chunks.of(event)) text += this.written(chunk);
    return text;
  }

  /** A comment, which clients skip, that tells a person who looks what the request waits for. */
  keepAlive(): string {
    return `: ${this.waitsFor}\n\n`;
  }

  finish(): string {
    return `${this.chunks
      .finish()
      .map((chunk) => this.written(chunk))
      .join('')}data: [DONE]\n\n`;
  }

  fail(error: unknown): string {
    return this.written(openAiError(error).body);
  }

  /** A chunk as an event. */
  protected written(chunk: object): string {
    return `data: ${jsonLine(chunk)}\n\n`;
  }
}
