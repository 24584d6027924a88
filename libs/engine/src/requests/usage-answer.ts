import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** What one key used on one day. */
export class UsageOfDay {
  @ApiProperty({ description: 'Of UTC', example: '2026-01-31' })
  day!: string;

  @ApiPropertyOptional({ description: 'Name of the API key; absent for those who sent none', example: 'laptop' })
  key?: string;

  @ApiProperty({ type: 'integer', description: 'Requests that reached a model' })
  requests!: number;

  @ApiProperty({ type: 'integer', description: 'Tokens of prompts, and of texts for vectors and ranks' })
  prompt_tokens!: number;

  @ApiProperty({ type: 'integer', description: 'Tokens generated, also for clients that left' })
  generated_tokens!: number;
}

/** Answer of `GET /admin/usage`. */
export class UsageAnswer {
  @ApiProperty({ type: [UsageOfDay], description: 'The newest of 31 days first' })
  usage!: UsageOfDay[];

  @ApiProperty({
    description: 'Whether it is that of all servers that share a Redis, or of this process since its start',
  })
  shared!: boolean;
}
