import { BooleanField } from '../../fields/boolean-field.js';
import { NeutralOnly } from '../../fields/neutral-only.js';
import { IntegerField, NumberField } from '../../fields/number-field.js';
import { ObjectField } from '../../fields/object-field.js';
import { Rule } from '../../fields/rule.js';
import { StringField } from '../../fields/string-field.js';
import { QueueTimeoutField, TimeoutField } from '../../fields/time-limit-fields.js';
import { PromptFields } from './prompt-fields.js';
import { StopSequencesField } from './stop-sequences.js';

/** What a client says about its own request. */
export class MessagesMetadata {
  @StringField({
    maxLength: 512,
    description: "Your name for the end user. It goes to the server's log with the request's id, never to the model.",
    example: 'user-1234',
  })
  user_id?: string;
}

/** Body of `POST /v1/messages/count_tokens`. */
export class CountTokensRequest extends PromptFields {}

/** Body of `POST /v1/messages`. */
export class MessagesRequest extends PromptFields {
  @Rule((limit, { thinking }: MessagesRequest) =>
    typeof thinking?.budget_tokens === 'number' && thinking.budget_tokens >= (limit as number)
      ? 'must be above thinking.budget_tokens'
      : undefined,
  )
  @IntegerField({
    required: true,
    minimum: 1,
    maximum: 2 ** 31 - 1,
    description: 'Tokens to generate at most, thoughts included.',
    example: 128,
  })
  max_tokens!: number;

  @BooleanField({ description: 'Send the answer piece by piece as server-sent events.', default: false })
  stream?: boolean;

  @StopSequencesField()
  stop_sequences?: string[];

  @NumberField({
    minimum: 0,
    maximum: 1,
    description: "0 always takes the likeliest token; higher is more random. Default: the model's own.",
    example: 0.7,
  })
  temperature?: number;

  @NumberField({
    minimum: 0,
    maximum: 1,
    description: 'Choose among the likeliest tokens whose probabilities sum to this; 1 turns it off.',
    example: 0.95,
  })
  top_p?: number;

  @IntegerField({
    minimum: 0,
    maximum: 2 ** 31 - 1,
    description: 'Choose among this many of the likeliest tokens; 0 turns it off.',
    example: 40,
  })
  top_k?: number;

  @ObjectField({ of: () => MessagesMetadata, description: 'About the request.' })
  metadata?: MessagesMetadata;

  @TimeoutField()
  timeout?: number;

  @QueueTimeoutField()
  queue_timeout?: number;

  @NeutralOnly('How urgent the request is.', ['auto', 'standard_only'])
  service_tier?: unknown;

  @NeutralOnly('A container that runs code.')
  container?: unknown;

  @NeutralOnly('Where the model runs.')
  inference_geo?: unknown;

  @NeutralOnly('Compares the request with an earlier one.')
  diagnostics?: unknown;
}
