import { ApiProperty } from '@nestjs/swagger';

/** Something that the client should know and that is no error. */
export class AnswerWarning {
  @ApiProperty({ description: 'For programs.', example: 'tool_call_unparsed' })
  code!: string;

  @ApiProperty({
    description: 'For people.',
    example: 'The answer looks like a call of a function but does not parse.',
  })
  message!: string;
}
