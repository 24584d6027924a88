import { openAiError } from '../../openai-error.js';
import type { ResponseError } from './response-settings.js';

/** Why a response failed, in the few words that OpenAI has for it. */
export function toResponseError(error: unknown): ResponseError {
  const { status, body } = openAiError(error);
  const { message } = body.error;
  if (status === 429) return { code: 'rate_limit_exceeded', message };
  return { code: status < 500 ? 'invalid_prompt' : 'server_error', message };
}
