import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { RankMethod } from './rank-request.js';
import { RerankDocument } from './rerank-request.js';

/** One ranked document. */
export class RerankScoreResult {
  @ApiProperty({ type: 'integer', minimum: 0, description: 'Place of the document in `documents`.', example: 1 })
  index!: number;

  @ApiProperty({
    minimum: 0,
    maximum: 1,
    description:
      'Higher is better. A cross-encoder gives the probability that the document answers the query; with `embedding` it is (1 + cosine) / 2, so that unrelated texts stand near 0.5. Compare scores of one model only.',
    example: 0.93,
  })
  relevance_score!: number;

  @ApiPropertyOptional({ type: RerankDocument, description: 'There when `return_documents` is true.' })
  document?: RerankDocument;
}

/** Tokens of a rerank request, in the model's own tokens. */
export class RerankUsage {
  @ApiProperty({ type: 'integer', description: 'Tokens computed, special tokens included.', example: 31 })
  prompt_tokens!: number;

  @ApiProperty({ type: 'integer', example: 31 })
  total_tokens!: number;
}

/** Answer of `POST /v1/rerank`. */
export class RerankResponse {
  @ApiProperty({ example: 'rerank-3f1c9f4e-6a43-4c53-8f0e-0d6bb0a5c1a2' })
  id!: string;

  @ApiProperty({ description: 'Id of the model that answered.', example: 'otron-embed-tiny' })
  model!: string;

  @ApiProperty({
    enum: ['cross-encoder', 'embedding'],
    description: 'What computed the scores: a reranking model, or the cosine of an embedding model.',
    example: 'embedding',
  })
  method!: RankMethod;

  @ApiProperty({ type: [RerankScoreResult], description: 'Best first.' })
  results!: RerankScoreResult[];

  @ApiProperty({ type: RerankUsage })
  usage!: RerankUsage;
}
