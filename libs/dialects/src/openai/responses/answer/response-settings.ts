import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { JsonObject } from '@predict-otron/plugin-sdk';

/** A function that the model may call, as it was sent. */
export class ResponseFunctionTool {
  @ApiProperty({ enum: ['function'] })
  type!: 'function';

  @ApiProperty({ example: 'weather' })
  name!: string;

  @ApiProperty({ type: 'string', nullable: true })
  description!: string | null;

  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  parameters!: JsonObject | null;

  @ApiProperty({ type: 'boolean', nullable: true })
  strict!: boolean | null;
}

/** What the answer is held to. */
export class ResponseTextFormat {
  @ApiProperty({ enum: ['text', 'json_object', 'json_schema'] })
  type!: 'text' | 'json_object' | 'json_schema';

  @ApiPropertyOptional({ description: 'Only with `json_schema`, as the next two.' })
  name?: string;

  @ApiPropertyOptional({ type: 'object', additionalProperties: true })
  schema?: JsonObject;

  @ApiPropertyOptional()
  strict?: boolean;
}

/** {@link ResponseTextFormat} by its type. */
export type TypedTextFormat =
  | { type: 'text' | 'json_object' }
  | { type: 'json_schema'; name: string; schema: JsonObject; strict: boolean };

/** How the answer's text is. */
export class ResponseText {
  @ApiProperty({ type: ResponseTextFormat })
  format!: TypedTextFormat;

  @ApiProperty({ enum: ['medium'] })
  verbosity!: 'medium';
}

/** How the model thinks. */
export class ResponseReasoningOptions {
  @ApiProperty({
    type: 'string',
    enum: ['none', 'minimal', 'low', 'medium', 'high', null],
    nullable: true,
    description: 'Null where the request said nothing.',
  })
  effort!: 'none' | 'minimal' | 'low' | 'medium' | 'high' | null;

  @ApiProperty({ type: 'string', enum: [null], nullable: true, description: 'Always null.' })
  summary!: null;
}

/** Why a response is incomplete. */
export class ResponseIncompleteDetails {
  @ApiProperty({ enum: ['max_output_tokens'], description: 'A limit of tokens, or the end of the context.' })
  reason!: 'max_output_tokens';
}

/** Why a response failed. */
export class ResponseError {
  @ApiProperty({ enum: ['server_error', 'rate_limit_exceeded', 'invalid_prompt'] })
  code!: 'server_error' | 'rate_limit_exceeded' | 'invalid_prompt';

  @ApiProperty({ example: 'The engine stopped.' })
  message!: string;
}
