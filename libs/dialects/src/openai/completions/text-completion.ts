import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { AnswerTimings } from '../answer-timings.js';
import { AnswerWarning } from '../answer-warning.js';
import { CompletionUsage } from '../completion-usage.js';
import { FINISH_REASONS, type OpenAiFinishReason } from '../finish-reason.js';

/** Probabilities of an answer's tokens, and with `echo` of its prompt's: four lists, one entry for each token. */
export class TextLogprobs {
  @ApiProperty({
    type: [String],
    description: 'Texts of the tokens; one that is only a part of a character shows as `bytes:\\xe2\\x82`.',
    example: [' cold'],
  })
  tokens!: string[];

  @ApiProperty({
    type: 'array',
    items: { type: 'number', nullable: true },
    description: 'Their log probabilities; null for the first token of a prompt, which nothing comes before.',
    example: [-0.0123],
  })
  token_logprobs!: (number | null)[];

  @ApiProperty({
    type: 'array',
    items: { type: 'object', additionalProperties: { type: 'number' }, nullable: true },
    description:
      'The likeliest tokens in each place with their log probabilities; the one that stands there is always among them.',
    example: [{ ' cold': -0.0123, ' warm': -5.1 }],
  })
  top_logprobs!: (Record<string, number> | null)[];

  @ApiProperty({
    type: 'array',
    items: { type: 'integer' },
    description: 'Where in `text` they begin, in Unicode characters.',
    example: [0],
  })
  text_offset!: number[];
}

/** One answer, or a piece of one in a stream. */
export class TextChoice {
  @ApiProperty({ type: 'integer', minimum: 0, description: 'Answer j of prompt i has i * n + j.', example: 0 })
  index!: number;

  @ApiProperty({ description: 'The text; the prompt stands in front of it with `echo` only.', example: ' cold.' })
  text!: string;

  @ApiProperty({ type: TextLogprobs, nullable: true, description: 'Null unless asked for.' })
  logprobs!: TextLogprobs | null;

  @ApiProperty({
    type: 'string',
    enum: [...Object.values(FINISH_REASONS), null],
    nullable: true,
    description: 'Why it ended; null in all but the last piece of a streamed answer.',
  })
  finish_reason!: OpenAiFinishReason | null;
}

/** Answer of `POST /v1/completions`, and the data of each event of a streamed one. */
export class TextCompletion {
  @ApiProperty({ example: 'cmpl-4c2f0a6b9d1e4f7c8a5b3d2e1f0a9b8c' })
  id!: string;

  @ApiProperty({ enum: ['text_completion'] })
  object!: 'text_completion';

  @ApiProperty({ type: 'integer', description: 'Seconds since the epoch.', example: 1764000000 })
  created!: number;

  @ApiProperty({ description: 'Id of the model that answered.', example: 'otron-tiny-llama' })
  model!: string;

  @ApiProperty({ description: 'Changes when the model or how it runs changes.', example: 'fp_0a1b2c3d4e' })
  system_fingerprint!: string;

  @ApiProperty({ type: [TextChoice], description: '`n` answers to each prompt.' })
  choices!: TextChoice[];

  @ApiPropertyOptional({
    type: CompletionUsage,
    nullable: true,
    description: 'In a stream only with `stream_options.include_usage`, and null in all but its last event.',
  })
  usage?: CompletionUsage | null;

  @ApiPropertyOptional({ type: [AnswerWarning], description: 'Extension. What you should know of this answer.' })
  warnings?: AnswerWarning[];

  @ApiPropertyOptional({
    type: AnswerTimings,
    description: 'Extension. Only with `timings: true`, of a streamed answer in its last event.',
  })
  timings?: AnswerTimings;
}
