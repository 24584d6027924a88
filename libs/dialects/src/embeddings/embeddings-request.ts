import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Min } from 'class-validator';
import type { EmbedInputType } from './embed-request.js';

/** How vectors are written: an array of numbers, or base64 of their float32 bytes, little endian. */
export const ENCODING_FORMATS = ['float', 'base64'] as const;
export type EncodingFormat = (typeof ENCODING_FORMATS)[number];

/** All fields of `POST /v1/embeddings` but `input`, which `parseEmbedInput` reads. */
export class EmbeddingsFields {
  @ApiPropertyOptional({
    description: 'An embedding model from GET /v1/models. The default embedding model when absent.',
    example: 'default',
  })
  @IsOptional()
  @IsString()
  model?: string;

  @ApiPropertyOptional({
    enum: ENCODING_FORMATS,
    default: 'float',
    description: 'base64 is the vector as float32 numbers, little endian: four times smaller and faster to read.',
    example: 'float',
  })
  @IsOptional()
  @IsIn(ENCODING_FORMATS)
  encoding_format?: EncodingFormat;

  @ApiPropertyOptional({
    minimum: 1,
    type: 'integer',
    description:
      'Numbers of a vector: it is cut and brought to length 1 again. Refused for a length that the model was not trained for.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  dimensions?: number;

  @ApiPropertyOptional({ description: 'Your name for your end user. It stands in the debug log, nowhere else.' })
  @IsOptional()
  @IsString()
  user?: string;

  @ApiPropertyOptional({
    enum: ['query', 'passage'],
    description:
      "Extension. Puts the model's own prefix for queries or passages before each text. A model that declares none treats both alike, and this changes nothing. Not with token ids when the model has a prefix.",
  })
  @IsOptional()
  @IsIn(['query', 'passage'])
  input_type?: EmbedInputType;

  @ApiPropertyOptional({
    default: false,
    description:
      'Extension. true: a text that is too long is cut at the end, and usage.truncated_tokens says by how much. false: it is refused.',
  })
  @IsOptional()
  @IsBoolean()
  truncate?: boolean;
}

/** Body of `POST /v1/embeddings`. */
export class EmbeddingsRequest extends EmbeddingsFields {
  @ApiProperty({
    description: 'The text, or up to 2,048 texts, as strings or as token ids of the model. None may be empty.',
    oneOf: [
      { type: 'string', minLength: 1 },
      { type: 'array', minItems: 1, maxItems: 2048, items: { type: 'string', minLength: 1 } },
      { type: 'array', minItems: 1, items: { type: 'integer', minimum: 0 } },
      {
        type: 'array',
        minItems: 1,
        maxItems: 2048,
        items: { type: 'array', minItems: 1, items: { type: 'integer', minimum: 0 } },
      },
    ],
    example: ['The river runs to the sea.', 'Bread is baked in an oven.'],
  })
  input!: string | string[] | number[] | number[][];
}
