import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { OllamaErrorBody } from '@predict-otron/dialects';
import { ERRORS } from '../http/error-documents.js';

/** Describes the answers that are errors, in Ollama's shape. */
export function OllamaEmbedErrors(): MethodDecorator {
  const errors = Object.entries(ERRORS);
  return applyDecorators(
    ...errors.map(([status, description]) =>
      ApiResponse({ status: Number(status), description, type: OllamaErrorBody }),
    ),
  );
}
