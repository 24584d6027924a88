import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** Tokens of the conversation. */
export class ResponseInputTokensDetails {
  @ApiProperty({ type: 'integer', description: 'Kept from earlier requests, so not computed again.', example: 0 })
  cached_tokens!: number;

  @ApiProperty({ type: 'integer', description: 'Computed, and kept for later requests.', example: 21 })
  cache_write_tokens!: number;

  @ApiPropertyOptional({
    type: 'integer',
    description: 'Extension. Left out because the conversation is longer than the context: see `truncation`.',
  })
  dropped_tokens?: number;
}

/** Tokens of the answer. */
export class ResponseOutputTokensDetails {
  @ApiProperty({ type: 'integer', description: 'Thought, not said.', example: 0 })
  reasoning_tokens!: number;
}

/** Tokens of a response, in the model's own tokens. */
export class ResponseUsage {
  @ApiProperty({ type: 'integer', description: 'Of the conversation as the model sees it.', example: 21 })
  input_tokens!: number;

  @ApiProperty({ type: ResponseInputTokensDetails })
  input_tokens_details!: ResponseInputTokensDetails;

  @ApiProperty({ type: 'integer', description: 'Generated.', example: 9 })
  output_tokens!: number;

  @ApiProperty({ type: ResponseOutputTokensDetails })
  output_tokens_details!: ResponseOutputTokensDetails;

  @ApiProperty({ type: 'integer', example: 30 })
  total_tokens!: number;
}
