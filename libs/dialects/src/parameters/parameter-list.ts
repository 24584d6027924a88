import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

const STATUSES = ['honoured', 'neutral_only', 'refused'] as const;

/** A field of a request, and what becomes of it. */
export class Parameter {
  @ApiProperty({ description: 'With its path, such as `stream_options.include_usage`.', example: 'temperature' })
  name!: string;

  @ApiProperty({
    enum: STATUSES,
    description:
      'honoured: it does what it says. neutral_only: only values that ask for nothing are accepted. refused: no value is accepted.',
  })
  status!: (typeof STATUSES)[number];

  @ApiProperty({ description: 'What it does.' })
  description!: string;

  @ApiProperty()
  required!: boolean;

  @ApiPropertyOptional({ description: 'Its JSON type, where it has only one.', example: 'number' })
  type?: string;

  @ApiPropertyOptional({ example: 0 })
  minimum?: number;

  @ApiPropertyOptional({ example: 2 })
  maximum?: number;

  @ApiPropertyOptional({ type: 'array', items: {}, description: 'All values that are accepted, beside null.' })
  values?: unknown[];

  @ApiPropertyOptional({
    oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }],
    description: 'What it is when it is absent.',
    example: 1,
  })
  default?: unknown;

  @ApiPropertyOptional({ description: 'Why it is not honoured.' })
  reason?: string;
}

/** The fields of an endpoint's requests. */
export class EndpointParameters {
  @ApiProperty({ example: '/v1/chat/completions' })
  endpoint!: string;

  @ApiProperty({ type: [Parameter] })
  parameters!: Parameter[];
}

/** Answer of `GET /v1/parameters`. */
export class ParameterList {
  @ApiProperty({ enum: ['list'] })
  object!: 'list';

  @ApiPropertyOptional({ description: 'The model that was asked about.', example: 'otron-tiny-llama' })
  model?: string;

  @ApiProperty({ type: [EndpointParameters], description: 'With a model: the endpoints that it serves.' })
  data!: EndpointParameters[];
}
