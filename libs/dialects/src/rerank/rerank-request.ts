import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsInt, IsNotEmpty, IsOptional, IsString, Min } from 'class-validator';

/** All fields of `POST /v1/rerank` but `documents`, which `parseRankDocuments` reads. */
export class RerankFields {
  @ApiPropertyOptional({
    description:
      'A reranking model, or an embedding model whose cosine then ranks. When absent: the default reranking model, or the default embedding model where there is none.',
    example: 'default',
  })
  @IsOptional()
  @IsString()
  model?: string;

  @ApiProperty({ description: 'What the documents are to answer.', minLength: 1, example: 'How is bread made?' })
  @IsString()
  @IsNotEmpty()
  query!: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, description: 'Give back the best so many; all when absent.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  top_n?: number;

  @ApiPropertyOptional({ default: false, description: 'Give back each document with its score.' })
  @IsOptional()
  @IsBoolean()
  return_documents?: boolean;
}

/** One document of `POST /v1/rerank` in its longer form. */
export class RerankDocument {
  @ApiProperty({ minLength: 1, example: 'Bread is baked in an oven.' })
  text!: string;
}

/** Body of `POST /v1/rerank`. */
export class RerankRequest extends RerankFields {
  @ApiProperty({
    description: 'Up to 2,048 texts, none empty.',
    type: 'array',
    minItems: 1,
    maxItems: 2048,
    items: {
      oneOf: [
        { type: 'string', minLength: 1 },
        { type: 'object', required: ['text'], properties: { text: { type: 'string', minLength: 1 } } },
      ],
    },
    example: ['The river runs to the sea.', 'Bread is baked in an oven.'],
  })
  documents!: (string | RerankDocument)[];
}
