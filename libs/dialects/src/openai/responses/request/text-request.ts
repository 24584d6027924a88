import type { JsonObject } from '@predict-otron/plugin-sdk';
import { Matches } from 'class-validator';
import { BooleanField } from '../../../fields/boolean-field.js';
import { ChoiceField } from '../../../fields/choice-field.js';
import { saying } from '../../../fields/field.js';
import { JsonObjectField } from '../../../fields/json-object-field.js';
import { NeutralOnly } from '../../../fields/neutral-only.js';
import { ObjectField } from '../../../fields/object-field.js';
import { Rule } from '../../../fields/rule.js';
import { StringField } from '../../../fields/string-field.js';

type Format = { type?: unknown };

const hasSchema = ({ type }: Format): boolean => type === 'json_schema';

function OnlyWithSchema(): PropertyDecorator {
  return Rule((_, format: Format) =>
    hasSchema(format) ? undefined : 'is only accepted together with type: "json_schema"',
  );
}

/** What the answer is held to. */
export class TextFormatRequest {
  @ChoiceField({
    required: true,
    choices: ['text', 'json_object', 'json_schema'],
    description: 'Any text, any JSON object, or JSON that a schema accepts.',
  })
  type!: 'text' | 'json_object' | 'json_schema';

  @OnlyWithSchema()
  @Matches(/^[\w-]+$/, saying('must have letters, digits, _ and - only'))
  @StringField({
    required: hasSchema,
    minLength: 1,
    maxLength: 64,
    description: 'Your name for the format; it changes nothing.',
    example: 'city',
  })
  name?: string;

  @OnlyWithSchema()
  @JsonObjectField({
    required: hasSchema,
    description: 'The schema. What of it cannot be held to is refused.',
    example: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  })
  schema?: JsonObject;

  @NeutralOnly('Tells the model what the format is for; a message can do that.')
  description?: unknown;

  @OnlyWithSchema()
  @BooleanField({ description: 'The answer is held to the schema either way.', default: true })
  strict?: boolean;
}

/** How the answer's text is. */
export class TextRequest {
  @ObjectField({ of: () => TextFormatRequest, description: 'What the answer is held to. Default: any text.' })
  format?: TextFormatRequest;

  @NeutralOnly('How many words the answer has.', ['medium'])
  verbosity?: unknown;
}
