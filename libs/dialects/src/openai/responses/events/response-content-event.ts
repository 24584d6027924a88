import { ApiProperty } from '@nestjs/swagger';
import { DocumentedClasses, schemaOf } from '../../../fields/documented-classes.js';
import { ChatTokenLogprob } from '../../chat/chat-logprobs.js';
import { ResponseOutputText, ResponseReasoningText } from '../items/response-content.js';
import { NumberedEvent } from './numbered-event.js';

const PARTS = [ResponseOutputText, ResponseReasoningText];

/** An event inside of an item. */
export class ItemContentEvent extends NumberedEvent {
  @ApiProperty({ example: 'msg_4c2f0a6b9d1e4f7c8a5b3d2e1f0a9b8c_0' })
  item_id!: string;

  @ApiProperty({ type: 'integer', minimum: 0, description: 'Where the item is in the output.' })
  output_index!: number;
}

/** An event inside of a part of an item. */
export class PartContentEvent extends ItemContentEvent {
  @ApiProperty({ type: 'integer', enum: [0], description: 'Where the part is in the item: each has one.' })
  content_index!: 0;
}

/** A part has begun or has ended. */
export class ResponsePartEvent extends PartContentEvent {
  @ApiProperty({ enum: ['response.content_part.added', 'response.content_part.done'] })
  type!: 'response.content_part.added' | 'response.content_part.done';

  @DocumentedClasses(PARTS)
  @ApiProperty({ ...schemaOf(PARTS), description: 'As it is now.' })
  part!: ResponseOutputText | ResponseReasoningText;
}

/** A piece of text. */
export class ResponseTextDeltaEvent extends PartContentEvent {
  @ApiProperty({ enum: ['response.output_text.delta'] })
  type!: 'response.output_text.delta';

  @ApiProperty({ description: 'Never a part of a character.', example: 'Paris' })
  delta!: string;

  @ApiProperty({ type: [ChatTokenLogprob], description: 'Of the tokens of this piece; empty unless asked for.' })
  logprobs!: ChatTokenLogprob[];
}

/** The whole text. */
export class ResponseTextDoneEvent extends PartContentEvent {
  @ApiProperty({ enum: ['response.output_text.done'] })
  type!: 'response.output_text.done';

  @ApiProperty()
  text!: string;

  @ApiProperty({ type: [ChatTokenLogprob], description: 'Of all tokens of the text; empty unless asked for.' })
  logprobs!: ChatTokenLogprob[];
}

/** A piece of thought. */
export class ResponseReasoningDeltaEvent extends PartContentEvent {
  @ApiProperty({ enum: ['response.reasoning_text.delta'] })
  type!: 'response.reasoning_text.delta';

  @ApiProperty({ description: 'Never a part of a character.' })
  delta!: string;
}

/** The whole thought. */
export class ResponseReasoningDoneEvent extends PartContentEvent {
  @ApiProperty({ enum: ['response.reasoning_text.done'] })
  type!: 'response.reasoning_text.done';

  @ApiProperty()
  text!: string;
}

/** A piece of a call's arguments. */
export class ResponseArgumentsDeltaEvent extends ItemContentEvent {
  @ApiProperty({ enum: ['response.function_call_arguments.delta'] })
  type!: 'response.function_call_arguments.delta';

  @ApiProperty({ description: 'The next piece of the JSON text.' })
  delta!: string;
}

/** All arguments of a call. */
export class ResponseArgumentsDoneEvent extends ItemContentEvent {
  @ApiProperty({ enum: ['response.function_call_arguments.done'] })
  type!: 'response.function_call_arguments.done';

  @ApiProperty({ description: 'The JSON text.' })
  arguments!: string;
}
