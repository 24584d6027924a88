import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** One vector of an embeddings answer. */
export class Embedding {
  @ApiProperty({ enum: ['embedding'], example: 'embedding' })
  object!: 'embedding';

  @ApiProperty({ type: 'integer', minimum: 0, description: 'Place of the text in `input`.', example: 0 })
  index!: number;

  @ApiProperty({
    description: 'Numbers, or base64 of float32 numbers (little endian), as `encoding_format` asked.',
    oneOf: [{ type: 'array', items: { type: 'number' } }, { type: 'string' }],
    example: [0.12, -0.03, 0.57],
  })
  embedding!: number[] | string;
}

/** Tokens of an embeddings request, in the model's own tokens. */
export class EmbeddingsUsage {
  @ApiProperty({ type: 'integer', description: 'Tokens computed, special tokens included.', example: 18 })
  prompt_tokens!: number;

  @ApiProperty({ type: 'integer', example: 18 })
  total_tokens!: number;

  @ApiPropertyOptional({ type: 'integer', description: 'Tokens cut off; there when `truncate` is true.' })
  truncated_tokens?: number;
}

/** Answer of `POST /v1/embeddings`. */
export class EmbeddingsResponse {
  @ApiProperty({ enum: ['list'], example: 'list' })
  object!: 'list';

  @ApiProperty({ type: [Embedding], description: 'A vector for each text, in order.' })
  data!: Embedding[];

  @ApiProperty({ description: 'Id of the model that answered.', example: 'otron-embed-tiny' })
  model!: string;

  @ApiProperty({ type: EmbeddingsUsage })
  usage!: EmbeddingsUsage;
}
