import { type Chunks, jsonLine, openAiError } from '@predict-otron/dialects';
import type { GenerationEvent } from '@predict-otron/plugin-sdk';
import type { StreamAnswer } from './stream-piece.js';

/** The stream of a chat that was asked for over HTTP: OpenAI's chunks, then `[DONE]`. */
export class ChunkAnswer implements StreamAnswer {
  constructor(private readonly chunks: Chunks<object>) {}

  begin = (): object[] => [];

  of(event: GenerationEvent): object[] {
    return this.chunks.of(event);
  }

  finish(): (object | string)[] {
    return [...this.chunks.finish(), '[DONE]'];
  }

  fail(error: unknown): object[] {
    return [openAiError(error).body];
  }

  /** OpenAI's API has no word for it: the stream closes without `[DONE]`. */
  cancel = (): object[] => [];

  text(body: object | string): string {
    return typeof body === 'string' ? body : jsonLine(body);
  }
}
