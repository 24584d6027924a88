import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** Tokens of the prompt. */
export class PromptTokensDetails {
  @ApiProperty({ type: 'integer', description: 'Kept from earlier requests, so not computed again.', example: 0 })
  cached_tokens!: number;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    description:
      'Extension. Left out of the prompt, or forgotten on the way, because they did not fit into the context.',
  })
  dropped_tokens?: number;
}

/** Tokens of the answers. */
export class CompletionTokensDetails {
  @ApiProperty({ type: 'integer', description: 'Thought, not said.', example: 0 })
  reasoning_tokens!: number;
}

/** Tokens of a whole request, in the model's own tokens. */
export class CompletionUsage {
  @ApiProperty({ type: 'integer', description: 'Of each prompt as the model sees it, counted once.', example: 21 })
  prompt_tokens!: number;

  @ApiProperty({ type: 'integer', description: 'Generated for all answers.', example: 9 })
  completion_tokens!: number;

  @ApiProperty({ type: 'integer', example: 30 })
  total_tokens!: number;

  @ApiProperty({ type: PromptTokensDetails })
  prompt_tokens_details!: PromptTokensDetails;

  @ApiProperty({ type: CompletionTokensDetails })
  completion_tokens_details!: CompletionTokensDetails;
}
