import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** Times to the first token. */
export class FirstTokenTimes {
  @ApiProperty({ type: [Number], description: 'Upper ends of the ranges in milliseconds; a last range is open.' })
  bounds_ms!: number[];

  @ApiProperty({ type: [Number], description: 'Requests in each range since the start.' })
  counts!: number[];
}

/** A model in memory. */
export class ModelInMemory {
  @ApiProperty({ example: 'otron-tiny-llama' })
  id!: string;

  @ApiProperty({ enum: ['language', 'embedding', 'rerank'] })
  kind!: string;

  @ApiProperty({ type: 'integer', description: 'What it took when it was loaded, as far as that can be measured.' })
  bytes!: number;
}

/** A device and how full it is. */
export class DeviceInUse {
  @ApiProperty({ example: 'cpu' })
  id!: string;

  @ApiProperty({ example: 'AMD EPYC 7763' })
  name!: string;

  @ApiProperty({ type: 'integer' })
  total_bytes!: number;

  @ApiPropertyOptional({ type: 'integer', description: 'Absent where it cannot be told.' })
  free_bytes?: number;
}

/** How the server is doing, at one moment: the data of each event of `GET /admin/status`. */
export class StatusSample {
  @ApiProperty({ type: 'integer', description: 'Milliseconds since the epoch.' })
  at!: number;

  @ApiProperty({ description: 'Seconds since the start.' })
  uptime_seconds!: number;

  @ApiProperty({ type: 'integer', description: 'Generations since the start.' })
  requests!: number;

  @ApiProperty({ type: 'integer', description: 'Of those, how many failed.' })
  failed!: number;

  @ApiProperty({ type: 'integer', description: 'Generations that run.' })
  running!: number;

  @ApiProperty({ type: 'integer', description: 'Generations that wait for a slot.' })
  queued!: number;

  @ApiProperty({ type: 'integer', description: 'Tokens of prompts since the start.' })
  prompt_tokens!: number;

  @ApiProperty({ type: 'integer', description: 'Tokens generated since the start.' })
  generated_tokens!: number;

  @ApiProperty({ type: FirstTokenTimes })
  first_token!: FirstTokenTimes;

  @ApiProperty({ type: 'integer', description: 'Memory of the process.' })
  rss_bytes!: number;

  @ApiProperty({ type: [ModelInMemory] })
  models!: ModelInMemory[];

  @ApiProperty({ type: [DeviceInUse] })
  devices!: DeviceInUse[];
}
