import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ModelCapabilities } from './model-capabilities.js';

/** What a model is for. */
export type OpenAiModelKind = 'language' | 'embedding' | 'rerank';

/** Is it in memory? */
export type OpenAiModelState = 'unloaded' | 'loading' | 'loaded' | 'failed';

/** A model that this server can run. */
export class OpenAiModel {
  @ApiProperty({ description: 'What requests call it.', example: 'otron-tiny-llama' })
  id!: string;

  @ApiProperty({ enum: ['model'] })
  object!: 'model';

  @ApiProperty({
    type: 'integer',
    description: 'When its file was changed, in seconds since the epoch.',
    example: 1764000000,
  })
  created!: number;

  @ApiProperty({ description: 'The plugin that runs it.', example: 'runner-llama' })
  owned_by!: string;

  @ApiProperty({ enum: ['language', 'embedding', 'rerank'], description: 'Extension.' })
  kind!: OpenAiModelKind;

  @ApiProperty({ type: [String], description: 'Extension. Other names that requests may call it.', example: [] })
  aliases!: string[];

  @ApiProperty({ description: 'Extension. Is it what `default` means for its kind?' })
  is_default!: boolean;

  @ApiProperty({ type: 'integer', description: 'Extension. Tokens of context for each request.', example: 2048 })
  context_tokens!: number;

  @ApiProperty({
    enum: ['unloaded', 'loading', 'loaded', 'failed'],
    description: 'Extension. A model is loaded by the first request for it.',
  })
  state!: OpenAiModelState;

  @ApiPropertyOptional({
    type: 'integer',
    description: 'Extension. Bytes on disk; absent for a model that is fetched when it is first loaded.',
    example: 2_936_000,
  })
  size_bytes?: number;

  @ApiProperty({ type: ModelCapabilities, description: 'Extension. What it can do.' })
  capabilities!: ModelCapabilities;

  @ApiPropertyOptional({ description: 'Extension. Why it failed to load.' })
  reason?: string;
}

/** Answer of `GET /v1/models`. */
export class OpenAiModelList {
  @ApiProperty({ enum: ['list'] })
  object!: 'list';

  @ApiProperty({ type: [OpenAiModel], description: 'Sorted by id.' })
  data!: OpenAiModel[];
}
