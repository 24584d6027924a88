import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { AnswerTimings } from '../answer-timings.js';
import { AnswerWarning } from '../answer-warning.js';
import { CompletionUsage } from '../completion-usage.js';
import { FINISH_REASONS, type OpenAiFinishReason } from '../finish-reason.js';
import { ChatLogprobs } from './chat-logprobs.js';

/** The function that a model calls. */
export class CalledFunction {
  @ApiProperty({ example: 'weather' })
  name!: string;

  @ApiProperty({ description: 'JSON text as the model wrote it.', example: '{"city":"Paris"}' })
  arguments!: string;
}

/** A call of a function by the model. */
export class ChatToolCall {
  @ApiProperty({ example: 'call_1' })
  id!: string;

  @ApiProperty({ enum: ['function'] })
  type!: 'function';

  @ApiProperty({ type: CalledFunction })
  function!: CalledFunction;
}

/** What the model says. */
export class ChatAnswerMessage {
  @ApiProperty({ enum: ['assistant'] })
  role!: 'assistant';

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'The text; null when the model only calls functions.',
    example: 'The capital of France is Paris.',
  })
  content!: string | null;

  @ApiProperty({ type: 'string', enum: [null], nullable: true, description: 'Always null.' })
  refusal!: null;

  @ApiPropertyOptional({ description: 'Extension. What the model thought, when it thinks.' })
  reasoning_content?: string;

  @ApiPropertyOptional({ description: 'Extension. The same as `reasoning_content`.' })
  reasoning?: string;

  @ApiPropertyOptional({ type: [ChatToolCall], description: 'Functions that the model calls.' })
  tool_calls?: ChatToolCall[];
}

/** One answer. */
export class ChatChoice {
  @ApiProperty({ type: 'integer', minimum: 0, example: 0 })
  index!: number;

  @ApiProperty({ type: ChatAnswerMessage })
  message!: ChatAnswerMessage;

  @ApiProperty({ type: ChatLogprobs, nullable: true, description: 'Null unless asked for.' })
  logprobs!: ChatLogprobs | null;

  @ApiProperty({
    type: 'string',
    enum: Object.values(FINISH_REASONS),
    description: 'Why it ended: by itself or at a stop string, at a limit of tokens, or to call functions.',
  })
  finish_reason!: OpenAiFinishReason;
}

/** Answer of `POST /v1/chat/completions`. */
export class ChatCompletion {
  @ApiProperty({ example: 'chatcmpl-4c2f0a6b9d1e4f7c8a5b3d2e1f0a9b8c' })
  id!: string;

  @ApiProperty({ enum: ['chat.completion'] })
  object!: 'chat.completion';

  @ApiProperty({ type: 'integer', description: 'Seconds since the epoch.', example: 1764000000 })
  created!: number;

  @ApiProperty({ description: 'Id of the model that answered.', example: 'otron-tiny-llama' })
  model!: string;

  @ApiProperty({ description: 'Changes when the model or how it runs changes.', example: 'fp_0a1b2c3d4e' })
  system_fingerprint!: string;

  @ApiProperty({ type: [ChatChoice], description: '`n` answers.' })
  choices!: ChatChoice[];

  @ApiProperty({ type: CompletionUsage })
  usage!: CompletionUsage;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'As it was sent.',
  })
  metadata?: Record<string, string>;

  @ApiPropertyOptional({ type: [AnswerWarning], description: 'Extension. What you should know of this answer.' })
  warnings?: AnswerWarning[];

  @ApiPropertyOptional({ type: AnswerTimings, description: 'Extension. Only with `timings: true`.' })
  timings?: AnswerTimings;
}
