import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** Why a pull failed. */
export class PullFailure {
  @ApiProperty({ description: 'One of the closed set of docs/errors.md.', example: 'GATED' })
  code!: string;

  @ApiProperty({ description: 'What happened, and what to do.' })
  message!: string;
}

const STATUSES = ['running', 'succeeded', 'failed', 'cancelled'] as const;
const PHASES = ['resolving', 'waiting', 'downloading', 'verifying'] as const;

/** A pull: how far it has come, or how it ended. */
export class PullJob {
  @ApiProperty({ example: 'pull-0b6f6a5e-5a47-4c0b-9a51-0d2f4c5b8a11' })
  id!: string;

  @ApiProperty({ enum: ['model.pull'] })
  object!: 'model.pull';

  @ApiProperty({ description: 'The reference as it was given.', example: 'smollm2-135m-instruct' })
  model!: string;

  @ApiProperty({ enum: STATUSES })
  status!: (typeof STATUSES)[number];

  @ApiProperty({ enum: PHASES, description: '`waiting`: another process is downloading the same file.' })
  phase!: (typeof PHASES)[number];

  @ApiProperty({ type: 'integer', description: 'Bytes of its files that are here.' })
  completed_bytes!: number;

  @ApiProperty({ type: 'integer', description: 'Bytes of its files; 0 until they are known.' })
  total_bytes!: number;

  @ApiProperty({ type: 'integer', description: 'Over the last seconds; 0 until it can be told.' })
  bytes_per_second!: number;

  @ApiPropertyOptional({ type: 'integer', description: 'Seconds that are left at this rate.' })
  eta_seconds?: number;

  @ApiPropertyOptional({ description: 'Once it has succeeded: the id under which requests name the model.' })
  model_id?: string;

  @ApiPropertyOptional({ description: 'Nothing had to be downloaded.' })
  cached?: boolean;

  @ApiPropertyOptional({ description: 'It succeeded, but there is something to know.' })
  warning?: string;

  @ApiPropertyOptional({ type: PullFailure })
  error?: PullFailure;

  @ApiProperty({ type: 'integer', description: 'Seconds since the epoch.' })
  created_at!: number;

  @ApiPropertyOptional({ type: 'integer', description: 'Seconds since the epoch.' })
  finished_at?: number;
}

/** `GET /models/pulls`. */
export class PullJobList {
  @ApiProperty({ enum: ['list'] })
  object!: 'list';

  @ApiProperty({ type: [PullJob], description: 'The newest first.' })
  data!: PullJob[];
}
