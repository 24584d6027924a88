import { ApiProperty } from '@nestjs/swagger';

/** Answer of `GET /health`. */
export class HealthAnswer {
  @ApiProperty({ enum: ['up'] })
  status!: 'up';

  @ApiProperty({ description: 'Version of the server', example: '0.1.0' })
  version!: string;

  @ApiProperty({ description: 'Seconds since the start of the process', example: 12.5 })
  uptime_seconds!: number;

  @ApiProperty({ type: 'integer', description: 'Requests that are open now, this one included', example: 1 })
  open_requests!: number;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'What each part of the server says about itself',
    example: { plugins: { 'runner-llama': { status: 'up' } } },
  })
  details!: Record<string, unknown>;
}

/** Answer of `GET /ready`. */
export class ReadyAnswer {
  @ApiProperty({ example: true })
  ready!: boolean;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'What the server waits for; empty when it is ready',
    example: {},
  })
  waiting_for!: Record<string, string>;
}
