import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { EmbedResult } from '../embeddings/embed-request.js';

/** The only version that a model has. */
export const MODEL_VERSION = '1';

/** The tensor of vectors. */
export class InferOutput {
  @ApiProperty({ enum: ['embedding'] })
  name!: 'embedding';

  @ApiProperty({
    type: 'array',
    items: { type: 'integer' },
    description: 'Texts, numbers of a vector.',
    example: [2, 96],
  })
  shape!: number[];

  @ApiProperty({ enum: ['FP32'] })
  datatype!: 'FP32';

  @ApiProperty({ type: 'array', items: { type: 'number' }, description: 'One vector after the other.' })
  data!: number[];
}

/** Answer of `POST /v2/models/{model}/infer`. */
export class InferResponse {
  @ApiProperty({ example: 'otron-embed-tiny' })
  model_name!: string;

  @ApiProperty({ example: MODEL_VERSION })
  model_version!: string;

  @ApiPropertyOptional({ description: 'The id of the request, where it had one.' })
  id?: string;

  @ApiProperty({ type: [InferOutput] })
  outputs!: InferOutput[];
}

/** Vectors as the Open Inference Protocol writes them. */
export function toInferResponse({ model, vectors }: EmbedResult, id: string | undefined): InferResponse {
  const dimensions = vectors[0]?.length ?? 0;
  const data = new Float32Array(vectors.length * dimensions);
  for (const [i, vector] of vectors.entries()) data.set(vector, i * dimensions);
  return {
    model_name: model,
    model_version: MODEL_VERSION,
    ...(id !== undefined && { id }),
    outputs: [{ name: 'embedding', shape: [vectors.length, dimensions], datatype: 'FP32', data: Array.from(data) }],
  };
}
