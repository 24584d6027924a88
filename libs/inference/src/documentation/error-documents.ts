import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { OpenAiErrorBody } from '@predict-otron/dialects';

/** What an error status means, in every dialect. */
export const ERROR_MEANINGS = {
  400: 'A field is wrong or not supported (the error names it), or the prompt does not fit into the context.',
  401: 'The key is missing or unknown.',
  403: 'Not from this machine, or not with this key.',
  404: 'No such model.',
  409: 'Not possible as things are: the message says why.',
  413: 'The body is too large.',
  429: 'Too many requests wait already; try again after `Retry-After` seconds.',
  500: 'A defect of the server.',
  503: 'The model cannot run now; try again after `Retry-After` seconds.',
} as const;

/** A status of {@link ERROR_MEANINGS}. */
export type ErrorStatus = keyof typeof ERROR_MEANINGS;

/** Describes the answers of a route that are errors. */
export function ErrorDocuments(...statuses: ErrorStatus[]): MethodDecorator {
  return applyDecorators(
    ...statuses.map((status) => ApiResponse({ status, description: ERROR_MEANINGS[status], type: OpenAiErrorBody })),
  );
}
