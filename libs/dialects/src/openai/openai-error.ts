import type { ErrorCode } from '@predict-otron/plugin-sdk';
import { type Failure, toFailure } from '../errors/failure.js';
import type { OpenAiErrorBody } from './openai-error-body.js';
import { wireName } from './wire-name.js';

/** An error as an HTTP answer. */
export interface ErrorAnswer {
  status: number;
  headers: Record<string, string>;
  body: OpenAiErrorBody;
}

/** Any error as OpenAI's API would answer it. */
export function openAiError(error: unknown): ErrorAnswer {
  const failure = toFailure(error);
  const { status, message, retryAfterSeconds } = failure;
  return {
    status,
    headers: retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) },
    body: {
      error: {
        message,
        type: typeOf(status),
        param: paramOf(failure),
        code: codeOf(failure),
      },
    },
  };
}

/** What is wrong with a field of the request was found by the name that the client gave it. */
function paramOf({ param, problem }: Failure): string | null {
  if (param === undefined) return null;
  return problem === undefined ? wireName(param) : param;
}

/** OpenAI's `error.type`. */
function typeOf(status: number): string {
  if (status === 401) return 'authentication_error';
  if (status === 403) return 'permission_error';
  if (status === 429) return 'rate_limit_error';
  return status < 500 ? 'invalid_request_error' : 'server_error';
}

/** Where OpenAI has a word of its own for `error.code`; otherwise it is our code in lower case. */
const CODES: Partial<Record<ErrorCode, string>> = {
  UNSUPPORTED: 'unsupported_parameter',
  CONTEXT_OVERFLOW: 'context_length_exceeded',
  UNAUTHENTICATED: 'invalid_api_key',
  TOO_LARGE: 'request_too_large',
  RATE_LIMITED: 'rate_limit_exceeded',
  INTERNAL: 'internal_error',
};

const HTTP_CODES: Record<number, string> = {
  400: 'bad_request',
  404: 'not_found',
  405: 'method_not_allowed',
  413: 'request_too_large',
  415: 'unsupported_media_type',
  429: 'rate_limit_exceeded',
};

function codeOf({ status, code, problem }: Failure): string | null {
  if (code === undefined) return HTTP_CODES[status] ?? null;
  if (code === 'INPUT_INVALID') return problem ?? 'invalid_value';
  return CODES[code] ?? code.toLowerCase();
}
