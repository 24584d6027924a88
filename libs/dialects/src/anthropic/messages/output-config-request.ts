import type { JsonObject } from '@predict-otron/plugin-sdk';
import { ChoiceField } from '../../fields/choice-field.js';
import { JsonObjectField } from '../../fields/json-object-field.js';
import { NeutralOnly } from '../../fields/neutral-only.js';
import { ObjectField } from '../../fields/object-field.js';

/** A format that the answer is held to. */
export class OutputFormatRequest {
  @ChoiceField({ required: true, choices: ['json_schema'], description: 'JSON that is valid by a schema.' })
  type!: 'json_schema';

  @JsonObjectField({
    required: true,
    description: 'The JSON Schema.',
    example: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  })
  schema!: JsonObject;
}

/** What the answer is like. */
export class OutputConfigRequest {
  @ObjectField({ of: () => OutputFormatRequest, description: 'Holds the answer to a format.' })
  format?: OutputFormatRequest;

  @NeutralOnly('How much the model puts into the answer.', ['high'])
  effort?: unknown;

  @NeutralOnly('Tokens that the model plans a whole task with.')
  task_budget?: unknown;
}
