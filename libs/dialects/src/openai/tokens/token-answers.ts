import { ApiProperty } from '@nestjs/swagger';

/** Answer of `POST /tokenize`. */
export class TokenizedText {
  @ApiProperty({ type: 'array', items: { type: 'integer' }, description: 'Token ids.', example: [72, 105] })
  tokens!: number[];
}

/** Answer of `POST /detokenize`. */
export class DetokenizedText {
  @ApiProperty({ description: 'The text; bytes that are no whole character show as U+FFFD.', example: 'Hi' })
  content!: string;
}

/** Answer of `POST /apply-template`. */
export class AppliedTemplate {
  @ApiProperty({ description: 'The conversation as the model sees it, control tokens shown as text.' })
  prompt!: string;
}
