import { ApiExtraModels, ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import type { JsonObject } from '@predict-otron/plugin-sdk';
import { AnswerWarning } from '../../openai/answer-warning.js';
import { MessageUsage } from './message-usage.js';

/** A piece of text in an answer. */
export class TextBlock {
  @ApiProperty({ enum: ['text'] })
  type!: 'text';

  @ApiProperty({ example: 'Paris' })
  text!: string;

  @ApiProperty({ type: 'array', items: {}, nullable: true, description: 'Always null.' })
  citations!: null;
}

/** What the model thought. */
export class ThinkingBlock {
  @ApiProperty({ enum: ['thinking'] })
  type!: 'thinking';

  @ApiProperty()
  thinking!: string;

  @ApiProperty({ description: 'Digest (SHA-256, base64) of the thoughts.' })
  signature!: string;
}

/** A call of a tool of yours. Send its result in a `tool_result` block. */
export class ToolUseBlock {
  @ApiProperty({ enum: ['tool_use'] })
  type!: 'tool_use';

  @ApiProperty({ example: 'toolu_1' })
  id!: string;

  @ApiProperty({ example: 'weather' })
  name!: string;

  @ApiProperty({ type: 'object', additionalProperties: true, example: { city: 'Paris' } })
  input!: JsonObject;
}

/** A block of an answer. */
export type MessageBlock = TextBlock | ThinkingBlock | ToolUseBlock;

const BLOCKS = [TextBlock, ThinkingBlock, ToolUseBlock];

/** Schema of a {@link MessageBlock} in the API document. */
export const BLOCK_SCHEMA = { oneOf: BLOCKS.map((block) => ({ $ref: getSchemaPath(block) })) };

/** Anthropic's words for why an answer ended. */
export const STOP_REASONS = ['end_turn', 'max_tokens', 'stop_sequence', 'tool_use'] as const;

/** One of {@link STOP_REASONS}. */
export type StopReason = (typeof STOP_REASONS)[number];

/** An answer of `POST /v1/messages`. */
@ApiExtraModels(...BLOCKS)
export class AnthropicMessage {
  @ApiProperty({ example: 'msg_1' })
  id!: string;

  @ApiProperty({ enum: ['message'] })
  type!: 'message';

  @ApiProperty({ enum: ['assistant'] })
  role!: 'assistant';

  @ApiProperty({ description: 'Id of the model that answered.', example: 'otron-tiny-llama' })
  model!: string;

  @ApiProperty({ type: 'array', items: BLOCK_SCHEMA, description: 'Thoughts, text and calls of tools, in order.' })
  content!: MessageBlock[];

  @ApiProperty({ type: 'string', enum: STOP_REASONS, nullable: true, description: 'null at the start of a stream.' })
  stop_reason!: StopReason | null;

  @ApiProperty({ type: 'string', nullable: true, description: 'The stop string that ended the answer, if one did.' })
  stop_sequence!: string | null;

  @ApiProperty({ type: MessageUsage })
  usage!: MessageUsage;

  @ApiPropertyOptional({ type: [AnswerWarning], description: 'Extension.' })
  warnings?: AnswerWarning[];
}
