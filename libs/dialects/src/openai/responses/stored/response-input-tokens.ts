import { ApiProperty } from '@nestjs/swagger';

/** Answer of `POST /v1/responses/input_tokens`. */
export class ResponseInputTokens {
  @ApiProperty({ enum: ['response.input_tokens'] })
  object!: 'response.input_tokens';

  @ApiProperty({ type: 'integer', description: "In the model's own tokens, its template included.", example: 21 })
  input_tokens!: number;
}
