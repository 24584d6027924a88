import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { DocumentedClasses, schemaOf } from '../../../fields/documented-classes.js';
import { AnswerWarning } from '../../answer-warning.js';
import { RESPONSE_OUTPUT_ITEMS, type ResponseOutputItem } from '../items/response-item.js';
import type { ResponseToolChoice } from '../request/tool-choice-field.js';
import {
  ResponseError,
  ResponseFunctionTool,
  ResponseIncompleteDetails,
  ResponseReasoningOptions,
  ResponseText,
} from './response-settings.js';
import { ResponseUsage } from './response-usage.js';

/** Answer of `POST /v1/responses`, and what is kept of it. */
export class OpenAiResponse {
  @ApiProperty({ example: 'resp_4c2f0a6b9d1e4f7c8a5b3d2e1f0a9b8c' })
  id!: string;

  @ApiProperty({ enum: ['response'] })
  object!: 'response';

  @ApiProperty({ type: 'integer', description: 'Seconds since the epoch.', example: 1764000000 })
  created_at!: number;

  @ApiProperty({ type: 'integer', nullable: true, description: 'Seconds since the epoch, once it is completed.' })
  completed_at!: number | null;

  @ApiProperty({ enum: ['in_progress', 'completed', 'incomplete', 'failed', 'cancelled'], example: 'completed' })
  status!: 'in_progress' | 'completed' | 'incomplete' | 'failed' | 'cancelled';

  @ApiProperty({ type: ResponseError, nullable: true, description: 'Why it failed.' })
  error!: ResponseError | null;

  @ApiProperty({ type: ResponseIncompleteDetails, nullable: true, description: 'Why it is incomplete.' })
  incomplete_details!: ResponseIncompleteDetails | null;

  @ApiProperty({ description: 'Id of the model that answers.', example: 'otron-tiny-llama' })
  model!: string;

  @DocumentedClasses(RESPONSE_OUTPUT_ITEMS)
  @ApiProperty({
    type: 'array',
    items: schemaOf(RESPONSE_OUTPUT_ITEMS),
    description: 'Thoughts, text and calls of functions, in the order in which the model wrote them.',
  })
  output!: ResponseOutputItem[];

  @ApiPropertyOptional({ type: ResponseUsage, description: 'Once the response has ended.' })
  usage?: ResponseUsage;

  @ApiProperty({ type: 'string', nullable: true })
  instructions!: string | null;

  @ApiProperty({ type: 'string', nullable: true })
  previous_response_id!: string | null;

  @ApiProperty({ type: 'integer', nullable: true })
  max_output_tokens!: number | null;

  @ApiProperty({ type: 'integer', nullable: true, description: 'Always null.' })
  max_tool_calls!: null;

  @ApiProperty({ type: 'number', nullable: true, description: "The request's or else the model's own." })
  temperature!: number | null;

  @ApiProperty({ type: 'number', nullable: true, description: "The request's or else the model's own." })
  top_p!: number | null;

  @ApiProperty({ type: 'integer', example: 0 })
  top_logprobs!: number;

  @ApiProperty({ type: [ResponseFunctionTool] })
  tools!: ResponseFunctionTool[];

  @ApiProperty({
    oneOf: [
      { type: 'string', enum: ['none', 'auto', 'required'] },
      {
        type: 'object',
        properties: { type: { type: 'string', enum: ['function'] }, name: { type: 'string' } },
        required: ['type', 'name'],
      },
    ],
    example: 'auto',
  })
  tool_choice!: ResponseToolChoice;

  @ApiProperty({ example: true })
  parallel_tool_calls!: boolean;

  @ApiProperty({ type: ResponseReasoningOptions })
  reasoning!: ResponseReasoningOptions;

  @ApiProperty({ type: ResponseText })
  text!: ResponseText;

  @ApiProperty({ enum: ['disabled', 'auto'] })
  truncation!: 'disabled' | 'auto';

  @ApiProperty({ description: 'Is it kept?', example: true })
  store!: boolean;

  @ApiProperty({ description: 'Does it go on when its client has left?', example: false })
  background!: boolean;

  @ApiProperty({ enum: ['default'] })
  service_tier!: 'default';

  @ApiProperty({ type: 'string', enum: [null], nullable: true, description: 'Always null.' })
  access_programs!: null;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, description: 'As it was sent.' })
  metadata!: Record<string, string>;

  @ApiPropertyOptional({ description: 'As it was sent.' })
  user?: string;

  @ApiPropertyOptional({ type: [AnswerWarning], description: 'Extension. What you should know of this answer.' })
  warnings?: AnswerWarning[];
}
