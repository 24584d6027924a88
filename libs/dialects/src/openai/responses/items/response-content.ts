import { ApiProperty } from '@nestjs/swagger';
import { ChatTokenLogprob } from '../../chat/chat-logprobs.js';

/** Text that went into a model. */
export class ResponseInputText {
  @ApiProperty({ enum: ['input_text'] })
  type!: 'input_text';

  @ApiProperty({ example: 'What is the capital of France?' })
  text!: string;
}

/** Text that a model wrote. */
export class ResponseOutputText {
  @ApiProperty({ enum: ['output_text'] })
  type!: 'output_text';

  @ApiProperty({ example: 'The capital of France is Paris.' })
  text!: string;

  @ApiProperty({ type: 'array', items: {}, maxItems: 0, description: 'Always empty: models here cite nothing.' })
  annotations!: never[];

  @ApiProperty({
    type: [ChatTokenLogprob],
    description: 'Of its tokens, if asked for with `include`; otherwise empty.',
  })
  logprobs!: ChatTokenLogprob[];
}

/** A model's thoughts. */
export class ResponseReasoningText {
  @ApiProperty({ enum: ['reasoning_text'] })
  type!: 'reasoning_text';

  @ApiProperty({ example: 'They ask for a capital.' })
  text!: string;
}

/** A summary of thoughts; only in items that were made elsewhere. */
export class ResponseSummaryText {
  @ApiProperty({ enum: ['summary_text'] })
  type!: 'summary_text';

  @ApiProperty({ example: 'Recalling a capital.' })
  text!: string;
}
