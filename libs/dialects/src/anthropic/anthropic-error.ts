import { type Failure, toFailure } from '../errors/failure.js';
import type { AnthropicErrorBody, AnthropicErrorType } from './anthropic-error-body.js';
import { anthropicName } from './wire-name.js';

/** An error as an HTTP answer of Anthropic's API. */
export interface AnthropicErrorAnswer {
  status: number;
  headers: Record<string, string>;
  body: AnthropicErrorBody;
}

/** Any error as Anthropic's API would answer it. Its body has no place for the name of a field, so the message has it. */
export function anthropicError(error: unknown, requestId: string): AnthropicErrorAnswer {
  const failure = toFailure(error);
  const { status, retryAfterSeconds } = failure;
  return {
    status,
    headers: {
      'request-id': requestId,
      ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
    },
    body: {
      type: 'error',
      error: { type: typeOf(status), message: messageOf(failure) },
      request_id: requestId,
    },
  };
}

const TYPES: Record<number, AnthropicErrorType> = {
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  503: 'overloaded_error',
  504: 'timeout_error',
};

function typeOf(status: number): AnthropicErrorType {
  return TYPES[status] ?? (status < 500 ? 'invalid_request_error' : 'api_error');
}

function messageOf({ message, param }: Failure): string {
  if (param === undefined) return message;
  const name = anthropicName(param);
  return message.startsWith(name) ? message : `${name}: ${message}`;
}
