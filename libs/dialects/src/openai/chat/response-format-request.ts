import type { JsonObject } from '@predict-otron/plugin-sdk';
import { BooleanField } from '../../fields/boolean-field.js';
import { ChoiceField } from '../../fields/choice-field.js';
import { JsonObjectField } from '../../fields/json-object-field.js';
import { NeutralOnly } from '../../fields/neutral-only.js';
import { ObjectField } from '../../fields/object-field.js';
import { Rule } from '../../fields/rule.js';
import { StringField } from '../../fields/string-field.js';

/** A JSON Schema that the answer must match. */
export class JsonSchemaFormatRequest {
  @StringField({
    required: true,
    minLength: 1,
    maxLength: 64,
    description: 'Your name for the format; it changes nothing.',
    example: 'city',
  })
  name!: string;

  @JsonObjectField({
    required: true,
    description: 'The schema. What of it cannot be held to is refused.',
    example: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  })
  schema!: JsonObject;

  @BooleanField({ description: 'The answer is held to the schema either way.', default: false })
  strict?: boolean;

  @NeutralOnly('Tells the model what the format is for; a message can do that.')
  description?: unknown;
}

const isSchema = (format: object) => (format as { type?: unknown }).type === 'json_schema';

/** The form of the answer. */
export class ResponseFormatRequest {
  @ChoiceField({
    required: true,
    choices: ['text', 'json_object', 'json_schema'],
    description: 'Any text, any JSON object, or JSON that matches a schema.',
  })
  type!: 'text' | 'json_object' | 'json_schema';

  @Rule((_, format) => (isSchema(format) ? undefined : 'is only accepted together with type: "json_schema"'))
  @ObjectField({ required: isSchema, of: () => JsonSchemaFormatRequest, description: 'The schema and its name.' })
  json_schema?: JsonSchemaFormatRequest;
}
