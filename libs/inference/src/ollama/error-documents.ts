import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { OllamaErrorBody } from '@predict-otron/dialects';
import { ERROR_MEANINGS, type ErrorStatus } from '../documentation/error-documents.js';

/** Describes the answers of one of Ollama's routes that are errors. */
export function OllamaErrorDocuments(...statuses: ErrorStatus[]): MethodDecorator {
  return applyDecorators(
    ...statuses.map((status) => ApiResponse({ status, description: ERROR_MEANINGS[status], type: OllamaErrorBody })),
  );
}
