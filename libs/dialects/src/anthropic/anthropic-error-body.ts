import { ApiProperty } from '@nestjs/swagger';

/** Anthropic's kinds of errors. */
export const ANTHROPIC_ERROR_TYPES = [
  'invalid_request_error',
  'authentication_error',
  'permission_error',
  'not_found_error',
  'request_too_large',
  'rate_limit_error',
  'api_error',
  'overloaded_error',
  'timeout_error',
] as const;

/** One of {@link ANTHROPIC_ERROR_TYPES}. */
export type AnthropicErrorType = (typeof ANTHROPIC_ERROR_TYPES)[number];

/** What went wrong. */
export class AnthropicErrorDetails {
  @ApiProperty({ enum: ANTHROPIC_ERROR_TYPES, example: 'invalid_request_error' })
  type!: AnthropicErrorType;

  @ApiProperty({
    description: 'For people: the field that is at fault, what is wrong and what to do.',
    example: 'max_tokens is required.',
  })
  message!: string;
}

/** The body of every answer of Anthropic’s routes that is an error, and the last event of a stream that failed. */
export class AnthropicErrorBody {
  @ApiProperty({ enum: ['error'] })
  type!: 'error';

  @ApiProperty({ type: AnthropicErrorDetails })
  error!: AnthropicErrorDetails;

  @ApiProperty({ description: 'As in the log and in the header `request-id`.', example: 'req_1' })
  request_id!: string;
}
