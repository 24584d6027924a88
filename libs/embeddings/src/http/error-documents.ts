import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { OpenAiErrorBody } from '@predict-otron/dialects';

/** What the statuses of errors mean here. */
export const ERRORS = {
  400: 'A field is wrong or not supported, or a text is too long. `error.param` names it.',
  404: 'No such model.',
  413: 'The body is too large.',
  429: 'Too many texts wait already; try again after `Retry-After` seconds.',
  500: 'A defect of the server.',
  503: 'The model cannot run now; try again after `Retry-After` seconds.',
};

/** Describes the answers that are errors. */
export function ErrorDocuments(): MethodDecorator {
  return applyDecorators(
    ...Object.entries(ERRORS).map(([status, description]) =>
      ApiResponse({ status: Number(status), description, type: OpenAiErrorBody }),
    ),
  );
}
