import { ApiProperty } from '@nestjs/swagger';
import type { EmbedResult } from '../../embeddings/embed-request.js';

const VECTOR = { type: 'array', items: { type: 'number' } } as const;

/** Answer of `POST /api/embed`. Times are measured, in nanoseconds. */
export class OllamaEmbedAnswer {
  @ApiProperty({ description: 'Id of the model that answers.', example: 'otron-embed-tiny' })
  model!: string;

  @ApiProperty({ type: 'array', items: VECTOR, description: 'A vector for each text, in order.' })
  embeddings!: number[][];

  @ApiProperty({ type: 'integer', description: 'From the request to the answer.' })
  total_duration!: number;

  @ApiProperty({ type: 'integer', description: 'Loading the model; 0 when it was loaded.' })
  load_duration!: number;

  @ApiProperty({ type: 'integer', description: 'Tokens that were computed.' })
  prompt_eval_count!: number;
}

/** Answer of `POST /api/embeddings`. */
export class OllamaEmbeddingsAnswer {
  @ApiProperty({ ...VECTOR, description: 'The vector; empty where there was no text.' })
  embedding!: number[];
}

/** How long it took, in milliseconds. */
export interface EmbedTimes {
  totalMs: number;
  loadMs: number;
}

/** Vectors in the shape of `POST /api/embed`. */
export function toOllamaEmbed(
  { model, vectors, promptTokens }: Pick<EmbedResult, 'model' | 'vectors' | 'promptTokens'>,
  { totalMs, loadMs }: EmbedTimes,
): OllamaEmbedAnswer {
  return {
    model,
    embeddings: vectors.map((vector) => Array.from(vector)),
    total_duration: Math.round(totalMs * 1e6),
    load_duration: Math.round(loadMs * 1e6),
    prompt_eval_count: promptTokens,
  };
}
