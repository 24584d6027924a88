import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** The parts that a plugin adds, by their ids. */
export class PluginParts {
  @ApiProperty({ type: [String], description: 'Hardware providers.', example: [] })
  hardware!: string[];

  @ApiProperty({ type: [String], description: 'Model runners.', example: ['llama'] })
  runners!: string[];

  @ApiProperty({ type: [String], description: 'Embedding backends.', example: [] })
  embedders!: string[];

  @ApiProperty({ type: [String], description: 'Rerank backends.', example: [] })
  rerankers!: string[];

  @ApiProperty({ type: [String], description: 'Stream stages.', example: [] })
  stages!: string[];
}

/** What a stage may see and do. */
export class StagePermissionsAnswer {
  @ApiProperty({ type: [String], description: 'Models that it works on, `*` for all.', example: ['*'] })
  models!: string[];

  @ApiProperty({ description: 'Without it, prompts are hidden from the stage.' })
  readPrompts!: boolean;

  @ApiProperty({ description: 'It may hold events back, so that back-pressure is approximate.' })
  buffers!: boolean;
}

/** A stream stage with what it declares. */
export class StageStatus {
  @ApiProperty({ example: 'redact' })
  name!: string;

  @ApiProperty({
    description: 'Lower runs first on the way in, and is nearest to the model on the way out.',
    example: 10,
  })
  order!: number;

  @ApiProperty({ type: StagePermissionsAnswer })
  permissions!: StagePermissionsAnswer;
}

/** A plugin's own word on itself. */
export class PluginHealth {
  @ApiProperty({ enum: ['up', 'degraded', 'down'], description: 'A degraded plugin still serves.' })
  status!: 'up' | 'degraded' | 'down';

  @ApiPropertyOptional({ description: 'One sentence for a person.' })
  detail?: string;
}

/** A plugin that was found. */
export class PluginStatus {
  @ApiProperty({ example: 'runner-llama' })
  name!: string;

  @ApiProperty({ example: '0.1.0' })
  version!: string;

  @ApiProperty({ description: 'The package or the folder that it comes from.', example: '@predict-otron/runner-llama' })
  source!: string;

  @ApiProperty({ enum: ['ready', 'failed', 'disposed'] })
  state!: 'ready' | 'failed' | 'disposed';

  @ApiPropertyOptional({ description: 'Why it failed.' })
  reason?: string;

  @ApiProperty({ type: PluginParts })
  contributions!: PluginParts;

  @ApiProperty({ type: [StageStatus], description: 'What its stages declare.' })
  stages!: StageStatus[];

  @ApiProperty({ type: PluginHealth })
  health!: PluginHealth;
}

/** Answer of `GET /admin/plugins`. */
export class PluginList {
  @ApiProperty({ type: [PluginStatus], description: 'In the order in which they were started.' })
  plugins!: PluginStatus[];
}
