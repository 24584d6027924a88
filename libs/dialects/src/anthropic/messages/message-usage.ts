import { ApiProperty } from '@nestjs/swagger';

/** Tokens of the answer. */
export class MessageOutputTokens {
  @ApiProperty({ type: 'integer', description: 'Thought, not said.', example: 0 })
  thinking_tokens!: number;
}

/** Tokens of a request, in the model's own tokens. The prompt has `input_tokens` and `cache_read_input_tokens` together. */
export class MessageUsage {
  @ApiProperty({ type: 'integer', description: 'Of the prompt, computed for this request.', example: 21 })
  input_tokens!: number;

  @ApiProperty({ type: 'integer', description: 'Of the prompt, kept from earlier requests.', example: 0 })
  cache_read_input_tokens!: number;

  @ApiProperty({ type: 'integer', description: 'Always 0: keeping a prefix costs nothing here.', example: 0 })
  cache_creation_input_tokens!: number;

  @ApiProperty({ type: 'integer', description: 'Generated so far, thoughts included.', example: 9 })
  output_tokens!: number;

  @ApiProperty({ type: MessageOutputTokens })
  output_tokens_details!: MessageOutputTokens;
}

/** Answer of `POST /v1/messages/count_tokens`. */
export class MessageTokenCount {
  @ApiProperty({ type: 'integer', description: 'Tokens of the prompt as the model reads it.', example: 21 })
  input_tokens!: number;
}
