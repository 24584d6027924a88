import { ApiProperty } from '@nestjs/swagger';
import { toFailure } from '../errors/failure.js';
import { ollamaName } from './wire-name.js';

/** The body of every answer of Ollama's routes that is an error, and the last line of a stream that failed. */
export class OllamaErrorBody {
  @ApiProperty({
    description: 'For people: the field that is at fault, what is wrong and what to do.',
    example: 'options.temperature must be a number from 0 to 2.',
  })
  error!: string;
}

/** An error as an HTTP answer of Ollama's API. */
export interface OllamaErrorAnswer {
  status: number;
  headers: Record<string, string>;
  body: OllamaErrorBody;
}

/** Any error as Ollama's API would answer it. Its body has no place for the name of a field, so the message has it. */
export function ollamaError(error: unknown): OllamaErrorAnswer {
  const { status, message, param, retryAfterSeconds } = toFailure(error);
  const name = param === undefined ? '' : ollamaName(param);
  return {
    status,
    headers: retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) },
    body: { error: message.startsWith(name) ? message : `${name}: ${message}` },
  };
}
