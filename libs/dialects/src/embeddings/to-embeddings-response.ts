import type { EmbedResult } from './embed-request.js';
import type { EncodingFormat } from './embeddings-request.js';
import type { EmbeddingsResponse } from './embeddings-response.js';

/** An embeddings answer in OpenAI's shape. `truncate`: the request allowed cutting, so the answer says how much was cut. */
export function toEmbeddingsResponse(
  result: EmbedResult,
  { encodingFormat, truncate }: { encodingFormat: EncodingFormat; truncate: boolean },
): EmbeddingsResponse {
  const encode = encodingFormat === 'base64' ? toBase64 : toNumbers;
  return {
    object: 'list',
    data: result.vectors.map((vector, index) => ({ object: 'embedding', index, embedding: encode(vector) })),
    model: result.model,
    usage: {
      prompt_tokens: result.promptTokens,
      total_tokens: result.promptTokens,
      ...(truncate ? { truncated_tokens: result.truncatedTokens } : {}),
    },
  };
}

/** The vector's bytes as they lie in memory: little endian on every platform that the engines have binaries for. */
function toBase64(vector: Float32Array): string {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64');
}

function toNumbers(vector: Float32Array): number[] {
  return Array.from(vector);
}
