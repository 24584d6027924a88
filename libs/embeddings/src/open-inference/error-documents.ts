import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { InferenceError } from '@predict-otron/dialects';

const ERRORS = {
  400: 'A field is wrong or not supported, or a text is too long; the message begins with its name.',
  404: 'No such model.',
  413: 'The body is too large.',
  429: 'Too many texts wait already; try again after `Retry-After` seconds.',
  500: 'A defect of the server.',
  503: 'The model cannot run now; try again after `Retry-After` seconds.',
} as const;

/** Describes the answers that are errors. */
export function InferenceErrorDocuments(...statuses: (keyof typeof ERRORS)[]): MethodDecorator {
  return applyDecorators(
    ...statuses.map((status) => ApiResponse({ status, description: ERRORS[status], type: InferenceError })),
  );
}
