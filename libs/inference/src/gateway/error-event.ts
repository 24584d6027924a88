import { openAiError } from '@predict-otron/dialects';

/** An `error` event but for the chat that it belongs to. */
export interface ErrorEvent {
  type: 'error';
  code: string | null;
  message: string;
  param: string | null;
  retry_after?: number;
}

/** Any error as an event, in the words of the HTTP API. */
export function errorEvent(error: unknown): ErrorEvent {
  const { headers, body } = openAiError(error);
  const { code, message, param } = body.error;
  const retryAfter = headers['retry-after'];
  return {
    type: 'error',
    code,
    message,
    param,
    ...(retryAfter === undefined ? {} : { retry_after: Number(retryAfter) }),
  };
}
