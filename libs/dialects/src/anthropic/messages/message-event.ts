import { ApiExtraModels, ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { AnswerWarning } from '../../openai/answer-warning.js';
import { AnthropicMessage, BLOCK_SCHEMA, type MessageBlock, STOP_REASONS, type StopReason } from './message.js';
import { MessageUsage } from './message-usage.js';

/** A piece of a content block. */
export type BlockDelta =
  | { type: 'text_delta'; text: string }
  | { type: 'thinking_delta'; thinking: string }
  | { type: 'signature_delta'; signature: string }
  | { type: 'input_json_delta'; partial_json: string };

/** Why the answer ended. */
export interface MessageEnd {
  stop_reason: StopReason;
  stop_sequence: string | null;
}

/** An event of a streamed message, in the order of this list; blocks one after the other. */
export type MessageEvent =
  | { type: 'message_start'; message: AnthropicMessage }
  | { type: 'content_block_start'; index: number; content_block: MessageBlock }
  | { type: 'content_block_delta'; index: number; delta: BlockDelta }
  | { type: 'content_block_stop'; index: number }
  | { type: 'message_delta'; delta: MessageEnd; usage: MessageUsage; warnings?: AnswerWarning[] }
  | { type: 'message_stop' };

const TYPES = [
  'message_start',
  'content_block_start',
  'content_block_delta',
  'content_block_stop',
  'message_delta',
  'message_stop',
];

/** {@link BlockDelta} and {@link MessageEnd} in the API document. */
export class MessageEventDelta {
  @ApiPropertyOptional({ enum: ['text_delta', 'thinking_delta', 'signature_delta', 'input_json_delta'] })
  type?: string;

  @ApiPropertyOptional({ description: 'Of a `text_delta`.' })
  text?: string;

  @ApiPropertyOptional({ description: 'Of a `thinking_delta`.' })
  thinking?: string;

  @ApiPropertyOptional({ description: 'Of a `signature_delta`.' })
  signature?: string;

  @ApiPropertyOptional({ description: 'Of an `input_json_delta`: the next piece of the arguments as JSON text.' })
  partial_json?: string;

  @ApiPropertyOptional({ enum: STOP_REASONS, description: 'Of a `message_delta`.' })
  stop_reason?: string;

  @ApiPropertyOptional({ type: 'string', nullable: true, description: 'Of a `message_delta`.' })
  stop_sequence?: string | null;
}

/** {@link MessageEvent} in the API document. */
@ApiExtraModels(AnthropicMessage)
export class AnthropicMessageEvent {
  @ApiProperty({ enum: TYPES })
  type!: string;

  @ApiPropertyOptional({ type: AnthropicMessage, description: 'Of `message_start`: the message without content.' })
  message?: AnthropicMessage;

  @ApiPropertyOptional({ type: 'integer', description: 'Place of the content block.' })
  index?: number;

  @ApiPropertyOptional({ ...BLOCK_SCHEMA, description: 'Of `content_block_start`: the block without content.' })
  content_block?: MessageBlock;

  @ApiPropertyOptional({ type: MessageEventDelta, description: 'What is added.' })
  delta?: MessageEventDelta;

  @ApiPropertyOptional({ type: MessageUsage, description: 'Of `message_delta`: of the whole request.' })
  usage?: MessageUsage;

  @ApiPropertyOptional({ type: [AnswerWarning], description: 'Extension. Of `message_delta`.' })
  warnings?: AnswerWarning[];
}
