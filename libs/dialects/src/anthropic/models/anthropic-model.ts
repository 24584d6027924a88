import { ApiProperty } from '@nestjs/swagger';
import type { ModelFacts } from '../../openai/models/to-openai-model.js';

/** A model in Anthropic's shape. */
export class AnthropicModel {
  @ApiProperty({ enum: ['model'] })
  type!: 'model';

  @ApiProperty({ description: 'What requests call it.', example: 'otron-tiny-llama' })
  id!: string;

  @ApiProperty({ description: 'The same as its id.', example: 'otron-tiny-llama' })
  display_name!: string;

  @ApiProperty({ format: 'date-time', description: 'When its file was changed.', example: '2026-01-01T00:00:00.000Z' })
  created_at!: string;

  @ApiProperty({ type: 'integer', description: 'Tokens of context for each request.', example: 2048 })
  max_input_tokens!: number;

  @ApiProperty({ type: 'integer', description: 'The same: prompt and answer share the context.', example: 2048 })
  max_tokens!: number;
}

/** A model in the shape of Anthropic's list of models. */
export function toAnthropicModel({ id, modifiedAt, contextTokens }: ModelFacts): AnthropicModel {
  return {
    type: 'model',
    id,
    display_name: id,
    created_at: new Date(modifiedAt).toISOString(),
    max_input_tokens: contextTokens,
    max_tokens: contextTokens,
  };
}
