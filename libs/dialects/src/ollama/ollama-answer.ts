import type { GenerationEvent } from '@predict-otron/plugin-sdk';
import type { AnswerStream } from '../answer/answer-stream.js';
import { jsonLine } from '../answer/json-line.js';
import type { WholeAnswer } from '../answer/whole-answer.js';
import type { AnswerPiece, WritePiece } from './answer-piece.js';
import type { AnswerPieces } from './answer-pieces.js';
import { ollamaError } from './ollama-error.js';

/** An answer as lines of JSON, the way Ollama streams it. */
export class OllamaStream implements AnswerStream {
  readonly contentType = 'application/x-ndjson';

  constructor(
    private readonly model: string,
    private readonly pieces: AnswerPieces,
    private readonly write: WritePiece,
  ) {}

  encode(event: GenerationEvent): string {
    return this.pieces
      .of(event)
      .map((piece) => this.line(piece))
      .join('');
  }

  /** A line that adds nothing: clients expect each line to be an answer. */
  keepAlive(): string {
    return this.line({});
  }

  finish(): string {
    return this.line(this.pieces.finish());
  }

  fail(error: unknown): string {
    return `${jsonLine(ollamaError(error).body)}\n`;
  }

  private line(piece: AnswerPiece): string {
    return `${jsonLine(this.write(lineHead(this.model), piece))}\n`;
  }
}

/** An answer in one piece: the sum of the lines that a stream would have. */
export class WholeOllamaAnswer implements WholeAnswer {
  private readonly sum: Required<Omit<AnswerPiece, 'summary'>> = {
    text: '',
    thinking: '',
    toolCalls: [],
    logprobs: [],
  };

  constructor(
    private readonly model: string,
    private readonly pieces: AnswerPieces,
    private readonly write: WritePiece,
  ) {}

  add(event: GenerationEvent): void {
    for (const { text = '', thinking = '', toolCalls = [], logprobs = [] } of this.pieces.of(event)) {
      this.sum.text += text;
      this.sum.thinking += thinking;
      this.sum.toolCalls.push(...toolCalls);
      this.sum.logprobs.push(...logprobs);
    }
  }

  finish(): object {
    return this.write(lineHead(this.model), { ...this.sum, ...this.pieces.finish() });
  }
}

/** The answer to a request that asks nothing of a model but to be loaded or unloaded. */
export function silentAnswer(model: string, done_reason: 'load' | 'unload', write: WritePiece): object {
  return write(lineHead(model), { summary: { done_reason } });
}

function lineHead(model: string) {
  return { model, created_at: new Date().toISOString() };
}
