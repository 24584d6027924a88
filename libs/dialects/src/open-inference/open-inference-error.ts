import { ApiProperty } from '@nestjs/swagger';
import { toFailure } from '../errors/failure.js';

/** The body of every answer under `/v2` that is an error. */
export class InferenceError {
  @ApiProperty({ description: 'What is wrong, and what to do.', example: 'inputs[0].shape must be [n] or [n, 1].' })
  error!: string;
}

/** An error as an HTTP answer of the Open Inference Protocol. */
export interface InferenceErrorAnswer {
  status: number;
  headers: Record<string, string>;
  body: InferenceError;
}

/** Any error as an HTTP answer of the Open Inference Protocol. */
export function openInferenceError(error: unknown): InferenceErrorAnswer {
  const { status, message, param, retryAfterSeconds } = toFailure(error);
  return {
    status,
    headers: retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) },
    body: {
      error: param === undefined || message.startsWith(param) ? message : `${param}: ${message}`,
    },
  };
}
