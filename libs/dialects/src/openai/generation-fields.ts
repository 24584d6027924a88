import { BooleanField } from '../fields/boolean-field.js';
import { IntegerField } from '../fields/number-field.js';
import { ObjectField } from '../fields/object-field.js';
import { Rule } from '../fields/rule.js';
import { StringField } from '../fields/string-field.js';
import { ExtensionFields } from './extension-fields.js';
import { StopField } from './stop.js';
import { StreamOptions } from './stream-options.js';

/** What requests for chat and for completions have in common. */
export class GenerationFields extends ExtensionFields {
  @StringField({
    required: true,
    minLength: 1,
    description: 'Id or alias of a language model of `GET /v1/models`; `default` is the default one.',
    example: 'default',
  })
  model!: string;

  @BooleanField({
    description: 'Send the answer piece by piece as server-sent events, then `data: [DONE]`.',
    default: false,
  })
  stream?: boolean;

  @Rule((_, request: GenerationFields) =>
    request.stream === true ? undefined : 'is only accepted together with stream: true',
  )
  @ObjectField({ of: () => StreamOptions, description: 'Only with `stream: true`.' })
  stream_options?: StreamOptions;

  @StopField()
  stop?: string[];

  @IntegerField({
    minimum: 1,
    maximum: 128,
    description: 'Answers to each prompt; at most as many as the model answers at once (its `parallel`).',
    default: 1,
  })
  n?: number;

  @StringField({
    maxLength: 512,
    description: "Your name for the end user. It goes to the server's log with the request's id, never to the model.",
    example: 'user-1234',
  })
  user?: string;
}
