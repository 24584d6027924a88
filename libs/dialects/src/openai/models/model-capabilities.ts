import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

const KINDS = ['json_object', 'json_schema', 'grammar', 'regex', 'choice'] as const;
const OVERFLOWS = ['refuse', 'trim_oldest', 'shift'] as const;

/** A form that an answer can be held to: a `response_format`, or the extension of that name. */
export type StructuredOutput = (typeof KINDS)[number];

/** A value of `context_overflow`. */
export type ContextOverflow = (typeof OVERFLOWS)[number];

/** Log probabilities that a model reports. */
export class LogprobsCapability {
  @ApiProperty({ description: 'Of generated tokens: `logprobs`.' })
  generated!: boolean;

  @ApiProperty({ description: 'Of the prompt: `echo` together with `logprobs`.' })
  prompt!: boolean;
}

/** Sampling where a request says nothing. */
export class SamplingDefaults {
  @ApiProperty({ example: 0.6 })
  temperature!: number;

  @ApiProperty({ example: 0.9 })
  top_p!: number;

  @ApiProperty({ type: 'integer', example: 40 })
  top_k!: number;

  @ApiProperty({ example: 0 })
  min_p!: number;

  @ApiProperty({ example: 0 })
  presence_penalty!: number;

  @ApiProperty({ example: 0 })
  frequency_penalty!: number;

  @ApiProperty({ example: 1 })
  repeat_penalty!: number;
}

/** What a model can do, so that a client can ask before it sends. */
export class ModelCapabilities {
  @ApiProperty({ type: 'integer', description: 'Tokens of prompt and answer together, or of one text.', example: 2048 })
  context_tokens!: number;

  @ApiProperty({ type: 'integer', description: 'Answers that it generates at the same time.', example: 16 })
  parallel!: number;

  @ApiProperty({ description: 'Answers conversations: `/v1/chat/completions`.' })
  chat!: boolean;

  @ApiProperty({ description: 'Continues texts: `/v1/completions`.' })
  completions!: boolean;

  @ApiProperty({ description: 'Calls functions.' })
  tools!: boolean;

  @ApiProperty({ enum: KINDS, isArray: true, description: 'Forms that an answer can be held to.' })
  structured_output!: StructuredOutput[];

  @ApiProperty({ description: 'Thinks before it answers.' })
  reasoning!: boolean;

  @ApiProperty({ type: LogprobsCapability })
  logprobs!: LogprobsCapability;

  @ApiProperty({ description: 'Fills gaps: `suffix`.' })
  fim!: boolean;

  @ApiProperty({ description: 'Makes vectors of texts: `/v1/embeddings`.' })
  embeddings!: boolean;

  @ApiProperty({ description: 'Ranks documents, itself or by its vectors: `/v1/rerank`.' })
  rerank!: boolean;

  @ApiProperty({ enum: ['text', 'image', 'audio'], isArray: true, description: 'What it reads.' })
  modalities!: ('text' | 'image' | 'audio')[];

  @ApiProperty({ enum: OVERFLOWS, isArray: true, description: 'What can happen when the context is full.' })
  context_overflow!: ContextOverflow[];

  @ApiPropertyOptional({ type: SamplingDefaults, description: 'Of a language model.' })
  defaults?: SamplingDefaults;

  @ApiPropertyOptional({ type: 'integer', description: 'Numbers of a vector, of an embedding model.', example: 384 })
  dimensions?: number;
}
