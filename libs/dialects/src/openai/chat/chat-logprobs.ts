import { ApiProperty } from '@nestjs/swagger';

/** A token and its probability. */
export class ChatTokenProbability {
  @ApiProperty({ description: 'Text of the token; a part of a character shows as U+FFFD.', example: 'Paris' })
  token!: string;

  @ApiProperty({
    description: 'Natural logarithm of its probability before any filter or temperature; -9999 for impossible.',
    example: -0.0123,
  })
  logprob!: number;

  @ApiProperty({
    type: 'array',
    items: { type: 'integer', minimum: 0, maximum: 255 },
    description: 'Its bytes, so that characters cut across tokens can be joined.',
    example: [80, 97, 114, 105, 115],
  })
  bytes!: number[];
}

/** A generated token with the likeliest ones in its place. */
export class ChatTokenLogprob extends ChatTokenProbability {
  @ApiProperty({ type: [ChatTokenProbability], description: 'The likeliest tokens, likeliest first.' })
  top_logprobs!: ChatTokenProbability[];
}

/** Probabilities of an answer's tokens. */
export class ChatLogprobs {
  @ApiProperty({
    type: [ChatTokenLogprob],
    description: 'Tokens of what is said and of calls, in the order in which they came; not of thoughts.',
  })
  content!: ChatTokenLogprob[];

  @ApiProperty({ type: 'string', enum: [null], nullable: true, description: 'Always null.' })
  refusal!: null;
}
