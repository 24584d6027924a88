import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { AnswerTimings } from '../answer-timings.js';
import { AnswerWarning } from '../answer-warning.js';
import { CompletionUsage } from '../completion-usage.js';
import { FINISH_REASONS, type OpenAiFinishReason } from '../finish-reason.js';
import { ChatLogprobs } from './chat-logprobs.js';

/** A piece of a function call. */
export class CalledFunctionDelta {
  @ApiPropertyOptional({ description: 'With the first piece of a call.' })
  name?: string;

  @ApiProperty({ description: 'The next piece of the JSON text.' })
  arguments!: string;
}

/** A piece of a call of a function by the model. */
export class ChatToolCallDelta {
  @ApiProperty({ type: 'integer', minimum: 0, description: 'Which call of the answer.' })
  index!: number;

  @ApiPropertyOptional({ description: 'With the first piece of a call.' })
  id?: string;

  @ApiPropertyOptional({ enum: ['function'], description: 'With the first piece of a call.' })
  type?: 'function';

  @ApiProperty({ type: CalledFunctionDelta })
  function!: CalledFunctionDelta;
}

/** What a chunk adds to the message. */
export class ChatDelta {
  @ApiPropertyOptional({ enum: ['assistant'], description: 'In the first chunk of an answer.' })
  role?: 'assistant';

  @ApiPropertyOptional({ description: 'Text, never a part of a character.', example: 'Paris' })
  content?: string;

  @ApiPropertyOptional({ description: 'Extension. Thoughts of a model that thinks.' })
  reasoning_content?: string;

  @ApiPropertyOptional({ description: 'Extension. The same as `reasoning_content`.' })
  reasoning?: string;

  @ApiPropertyOptional({ type: [ChatToolCallDelta] })
  tool_calls?: ChatToolCallDelta[];
}

/** A piece of one answer. */
export class ChatChunkChoice {
  @ApiProperty({ type: 'integer', minimum: 0, example: 0 })
  index!: number;

  @ApiProperty({ type: ChatDelta, description: 'Empty in the last chunk of an answer.' })
  delta!: ChatDelta;

  @ApiProperty({
    type: ChatLogprobs,
    nullable: true,
    description: 'Of the tokens of this chunk; null unless asked for.',
  })
  logprobs!: ChatLogprobs | null;

  @ApiProperty({
    type: 'string',
    enum: [...Object.values(FINISH_REASONS), null],
    nullable: true,
    description: 'Null in all but the last chunk of an answer.',
  })
  finish_reason!: OpenAiFinishReason | null;
}

/** The data of one event of a streamed chat answer. */
export class ChatCompletionChunk {
  @ApiProperty({ example: 'chatcmpl-4c2f0a6b9d1e4f7c8a5b3d2e1f0a9b8c', description: 'The same in all chunks.' })
  id!: string;

  @ApiProperty({ enum: ['chat.completion.chunk'] })
  object!: 'chat.completion.chunk';

  @ApiProperty({
    type: 'integer',
    description: 'Seconds since the epoch; the same in all chunks.',
    example: 1764000000,
  })
  created!: number;

  @ApiProperty({ description: 'Id of the model that answers.', example: 'otron-tiny-llama' })
  model!: string;

  @ApiProperty({ description: 'Changes when the model or how it runs changes.', example: 'fp_0a1b2c3d4e' })
  system_fingerprint!: string;

  @ApiProperty({ type: [ChatChunkChoice], description: 'One piece of one answer; none in the usage chunk.' })
  choices!: ChatChunkChoice[];

  @ApiPropertyOptional({
    type: CompletionUsage,
    nullable: true,
    description: 'Only there with `stream_options.include_usage`: null in all but the last chunk.',
  })
  usage?: CompletionUsage | null;

  @ApiPropertyOptional({ type: [AnswerWarning], description: 'Extension. What you should know of this answer.' })
  warnings?: AnswerWarning[];

  @ApiPropertyOptional({ type: AnswerTimings, description: 'Extension. Only with `timings: true`, in the last chunk.' })
  timings?: AnswerTimings;
}
