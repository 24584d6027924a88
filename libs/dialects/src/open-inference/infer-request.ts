import type { EmbedInputType } from '../embeddings/embed-request.js';
import { BooleanField } from '../fields/boolean-field.js';
import { ChoiceField } from '../fields/choice-field.js';
import { Field } from '../fields/field.js';
import { NeutralOnly } from '../fields/neutral-only.js';
import { IntegerField } from '../fields/number-field.js';
import { ObjectField } from '../fields/object-field.js';
import { ObjectList } from '../fields/object-list.js';
import { Rule } from '../fields/rule.js';
import { StringField } from '../fields/string-field.js';
import { QueueTimeoutField, TimeoutField } from '../fields/time-limit-fields.js';

const isShape = (value: unknown) =>
  Array.isArray(value) && value.length > 0 && value.every((size) => Number.isInteger(size) && size > 0)
    ? undefined
    : 'must be a list of positive integers';

/** What may be said of an input beside its data. */
export class InferInputParameters {
  @ChoiceField({ choices: ['str'], description: 'How its bytes are read: as text.' })
  content_type?: 'str';
}

/** The tensor of texts. */
export class InferInput {
  @ChoiceField({ required: true, choices: ['text'], description: 'The only input of an embedding model.' })
  name!: 'text';

  @Field({
    required: true,
    type: 'array',
    items: { type: 'integer', minimum: 1 },
    description: 'Number of texts; a second size must be 1.',
    example: [2],
  })
  @Rule(isShape)
  shape!: number[];

  @ChoiceField({ required: true, choices: ['BYTES'], description: 'Texts are bytes in UTF-8.' })
  datatype!: 'BYTES';

  @ObjectField({ of: () => InferInputParameters, description: 'How to read it.' })
  parameters?: InferInputParameters;

  @Field({
    required: true,
    type: 'array',
    items: { type: 'string' },
    description: 'The texts, flat or in the lists that the shape says.',
    example: ['The river runs to the sea.', 'Bread is baked in an oven.'],
  })
  @Rule((value) => (Array.isArray(value) ? undefined : 'must be an array'))
  data!: unknown[];
}

/** A tensor that is asked for. */
export class InferOutputRequest {
  @ChoiceField({ required: true, choices: ['embedding'], description: 'The only output of an embedding model.' })
  name!: 'embedding';

  @NeutralOnly('How it is written; JSON numbers are the only way.')
  parameters?: unknown;
}

/** Extensions, as in `POST /v1/embeddings`. */
export class InferParameters {
  @IntegerField({ minimum: 1, maximum: 65_536, description: 'Numbers of a vector; all when absent.' })
  dimensions?: number;

  @ChoiceField({ choices: ['query', 'passage'], description: "Puts the model's own prefix before each text." })
  input_type?: EmbedInputType;

  @BooleanField({ description: 'true: a text that is too long is cut at its end.', default: false })
  truncate?: boolean;

  @TimeoutField()
  timeout?: number;

  @QueueTimeoutField()
  queue_timeout?: number;
}

/** Body of `POST /v2/models/{model}/infer`. */
export class InferRequest {
  @StringField({ maxLength: 256, description: 'Your id for the request; the answer has it.', example: '42' })
  id?: string;

  @ObjectField({ of: () => InferParameters, description: 'Extensions, as in `POST /v1/embeddings`.' })
  parameters?: InferParameters;

  @ObjectList({ required: true, of: [InferInput], minItems: 1, description: 'One tensor of texts.' })
  inputs!: InferInput[];

  @ObjectList({ of: [InferOutputRequest], description: 'What to answer; all when absent.' })
  outputs?: InferOutputRequest[];
}
