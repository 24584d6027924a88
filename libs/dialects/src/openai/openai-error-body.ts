import { ApiProperty } from '@nestjs/swagger';

/** What went wrong. */
export class OpenAiErrorDetails {
  @ApiProperty({
    description: 'For people: what is wrong and what to do.',
    example: 'temperature must be a number from 0 to 2.',
  })
  message!: string;

  @ApiProperty({
    enum: ['invalid_request_error', 'authentication_error', 'permission_error', 'rate_limit_error', 'server_error'],
    example: 'invalid_request_error',
  })
  type!: string;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'The field that is at fault, with its path.',
    example: 'temperature',
  })
  param!: string | null;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description:
      'For programs: `invalid_value`, `missing_required_parameter`, `unknown_parameter`, `unsupported_parameter`, `context_length_exceeded`, `model_not_found`, `overloaded`, …',
    example: 'invalid_value',
  })
  code!: string | null;
}

/** The body of every answer that is an error, and the last event of a stream that failed. */
export class OpenAiErrorBody {
  @ApiProperty({ type: OpenAiErrorDetails })
  error!: OpenAiErrorDetails;
}
