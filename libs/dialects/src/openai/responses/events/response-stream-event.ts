import { ApiProperty } from '@nestjs/swagger';
import { DocumentedClasses, schemaOf } from '../../../fields/documented-classes.js';
import { OpenAiResponse } from '../answer/open-ai-response.js';
import { RESPONSE_OUTPUT_ITEMS, type ResponseOutputItem } from '../items/response-item.js';
import { NumberedEvent } from './numbered-event.js';
import {
  ResponseArgumentsDeltaEvent,
  ResponseArgumentsDoneEvent,
  ResponsePartEvent,
  ResponseReasoningDeltaEvent,
  ResponseReasoningDoneEvent,
  ResponseTextDeltaEvent,
  ResponseTextDoneEvent,
} from './response-content-event.js';

/** The response has begun, goes on, or has ended. */
export class ResponseStateEvent extends NumberedEvent {
  @ApiProperty({
    enum: ['response.created', 'response.in_progress', 'response.completed', 'response.incomplete', 'response.failed'],
  })
  type!: 'response.created' | 'response.in_progress' | 'response.completed' | 'response.incomplete' | 'response.failed';

  @ApiProperty({ type: OpenAiResponse, description: 'As it is now.' })
  response!: OpenAiResponse;
}

/** An item has begun or has ended. */
export class ResponseItemEvent extends NumberedEvent {
  @ApiProperty({ enum: ['response.output_item.added', 'response.output_item.done'] })
  type!: 'response.output_item.added' | 'response.output_item.done';

  @ApiProperty({ type: 'integer', minimum: 0, description: 'Where it is in the output.' })
  output_index!: number;

  @DocumentedClasses(RESPONSE_OUTPUT_ITEMS)
  @ApiProperty({ ...schemaOf(RESPONSE_OUTPUT_ITEMS), description: 'As it is now.' })
  item!: ResponseOutputItem;
}

/** The response has broken off. The connection closes after it. */
export class ResponseErrorEvent extends NumberedEvent {
  @ApiProperty({ enum: ['error'] })
  type!: 'error';

  @ApiProperty({ type: 'string', nullable: true, description: 'As in the body of an error.' })
  code!: string | null;

  @ApiProperty({ description: 'For people.' })
  message!: string;

  @ApiProperty({ type: 'string', nullable: true, description: 'The field that is at fault.' })
  param!: string | null;
}

/** All classes of {@link ResponseStreamEvent}. */
export const RESPONSE_STREAM_EVENTS = [
  ResponseStateEvent,
  ResponseItemEvent,
  ResponsePartEvent,
  ResponseTextDeltaEvent,
  ResponseTextDoneEvent,
  ResponseReasoningDeltaEvent,
  ResponseReasoningDoneEvent,
  ResponseArgumentsDeltaEvent,
  ResponseArgumentsDoneEvent,
  ResponseErrorEvent,
];

/** The data of one event of a streamed response. */
export type ResponseStreamEvent = InstanceType<(typeof RESPONSE_STREAM_EVENTS)[number]>;

/** An event that has no number yet. */
export type ResponseEventDraft<Event = ResponseStreamEvent> = Event extends unknown
  ? Omit<Event, 'sequence_number'>
  : never;
