import { timeLimit } from '../fields/time-limit-fields.js';
import type { EmbedRequest } from './embed-request.js';
import { EmbeddingsFields, type EncodingFormat } from './embeddings-request.js';
import { parseEmbedInput } from './parse-embed-input.js';
import { validateApart } from './validate-apart.js';

/** An OpenAI embeddings request: what to compute, and how to write the answer. */
export interface ParsedEmbeddingsRequest {
  request: EmbedRequest;
  encodingFormat: EncodingFormat;
  /** The client's name for its end user. */
  user?: string;
}

/** Reads the body of `POST /v1/embeddings`. Throws `INPUT_INVALID` with the path of the fault in `param`. */
export function parseEmbeddingsRequest(body: unknown): ParsedEmbeddingsRequest {
  const { fields, apart } = validateApart(EmbeddingsFields, body, 'input');
  return {
    request: {
      model: fields.model ?? 'default',
      input: parseEmbedInput(apart),
      dimensions: fields.dimensions,
      inputType: fields.input_type,
      truncate: fields.truncate ?? false,
      ...timeLimit(fields),
    },
    encodingFormat: fields.encoding_format ?? 'float',
    user: fields.user,
  };
}
