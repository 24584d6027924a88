import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** A generation that runs or waits; what was asked and answered is never shown. */
export class RunningRequest {
  @ApiProperty({ description: 'As in the header X-Request-Id and in the log', example: 'req_0f8fad5b' })
  id!: string;

  @ApiProperty({ example: 'otron-tiny-llama' })
  model!: string;

  @ApiProperty({ enum: ['waiting', 'loading', 'reading', 'generating'] })
  state!: string;

  @ApiProperty({ type: 'integer', description: 'Tokens of the prompt; 0 until it has been read' })
  prompt_tokens!: number;

  @ApiProperty({ type: 'integer', description: 'Tokens generated so far' })
  generated_tokens!: number;

  @ApiProperty({ description: 'Since its arrival' })
  age_seconds!: number;

  @ApiPropertyOptional({ description: 'From its arrival to its slot; absent until it has one' })
  queue_seconds?: number;

  @ApiPropertyOptional({ description: 'Name of its API key' })
  key?: string;
}

/** Answer of `GET /admin/requests`. */
export class RunningRequests {
  @ApiProperty({ type: [RunningRequest], description: 'The oldest first' })
  requests!: RunningRequest[];
}

/** Answer of `DELETE /admin/requests/{id}`. */
export class CancelledRequest {
  @ApiProperty()
  id!: string;

  @ApiProperty({ type: 'integer', description: 'Generations of the request that were cancelled', example: 1 })
  cancelled!: number;
}
