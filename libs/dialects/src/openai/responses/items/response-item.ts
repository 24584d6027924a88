import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { DocumentedClasses, schemaOf } from '../../../fields/documented-classes.js';
import {
  ResponseInputText,
  ResponseOutputText,
  ResponseReasoningText,
  ResponseSummaryText,
} from './response-content.js';

const STATUS = { enum: ['in_progress', 'completed', 'incomplete'], example: 'completed' };

/** How far an item is. */
export type ItemStatus = 'in_progress' | 'completed' | 'incomplete';

/** What a person says, or instructions. */
export class ResponseInputMessage {
  @ApiProperty({ example: 'msg_4c2f0a6b9d1e4f7c8a5b3d2e1f0a9b8c_in_0' })
  id!: string;

  @ApiProperty({ enum: ['message'] })
  type!: 'message';

  @ApiProperty({ enum: ['user', 'system', 'developer'] })
  role!: 'user' | 'system' | 'developer';

  @ApiProperty({ enum: ['completed'] })
  status!: 'completed';

  @ApiProperty({ type: [ResponseInputText] })
  content!: ResponseInputText[];
}

/** What the model says. */
export class ResponseOutputMessage {
  @ApiProperty({ example: 'msg_4c2f0a6b9d1e4f7c8a5b3d2e1f0a9b8c_0' })
  id!: string;

  @ApiProperty({ enum: ['message'] })
  type!: 'message';

  @ApiProperty({ enum: ['assistant'] })
  role!: 'assistant';

  @ApiProperty(STATUS)
  status!: ItemStatus;

  @ApiProperty({ type: [ResponseOutputText], description: 'One part; none at its very beginning.' })
  content!: ResponseOutputText[];
}

/** A call of a function by the model. */
export class ResponseFunctionCall {
  @ApiProperty({ example: 'fc_4c2f0a6b9d1e4f7c8a5b3d2e1f0a9b8c_0' })
  id!: string;

  @ApiProperty({ enum: ['function_call'] })
  type!: 'function_call';

  @ApiProperty({ description: 'Answer the call with a `function_call_output` that has this id.', example: 'call_1' })
  call_id!: string;

  @ApiProperty({ example: 'weather' })
  name!: string;

  @ApiProperty({ description: 'JSON text as the model wrote it.', example: '{"city":"Paris"}' })
  arguments!: string;

  @ApiProperty(STATUS)
  status!: ItemStatus;
}

/** What a function has returned. */
export class ResponseFunctionCallOutput {
  @ApiProperty({ example: 'fco_4c2f0a6b9d1e4f7c8a5b3d2e1f0a9b8c_in_1' })
  id!: string;

  @ApiProperty({ enum: ['function_call_output'] })
  type!: 'function_call_output';

  @ApiProperty({ example: 'call_1' })
  call_id!: string;

  @ApiPropertyOptional({ description: 'If it was sent.', example: 'weather' })
  name?: string;

  @DocumentedClasses([ResponseInputText])
  @ApiProperty({
    oneOf: [{ type: 'string' }, { type: 'array', items: schemaOf([ResponseInputText]) }],
    description: 'A list where several parts were sent.',
    example: '21 °C',
  })
  output!: string | ResponseInputText[];

  @ApiProperty({ enum: ['completed'] })
  status!: 'completed';
}

/** What the model thought. */
export class ResponseReasoning {
  @ApiProperty({ example: 'rs_4c2f0a6b9d1e4f7c8a5b3d2e1f0a9b8c_0' })
  id!: string;

  @ApiProperty({ enum: ['reasoning'] })
  type!: 'reasoning';

  @ApiProperty({ type: [ResponseSummaryText], description: 'Empty: models here show their thoughts themselves.' })
  summary!: ResponseSummaryText[];

  @ApiProperty({ type: [ResponseReasoningText] })
  content!: ResponseReasoningText[];

  @ApiProperty(STATUS)
  status!: ItemStatus;
}

/** What an answer is made of. */
export type ResponseOutputItem = ResponseReasoning | ResponseOutputMessage | ResponseFunctionCall;

/** All classes of {@link ResponseOutputItem}. */
export const RESPONSE_OUTPUT_ITEMS = [ResponseReasoning, ResponseOutputMessage, ResponseFunctionCall];

/** What a conversation is made of. */
export type ResponseItem = ResponseOutputItem | ResponseInputMessage | ResponseFunctionCallOutput;

/** All classes of {@link ResponseItem}. */
export const RESPONSE_ITEMS = [...RESPONSE_OUTPUT_ITEMS, ResponseInputMessage, ResponseFunctionCallOutput];
