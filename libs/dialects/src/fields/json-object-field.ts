import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsObject } from 'class-validator';
import { Field, type FieldText, saying } from './field.js';
import { NestedField } from './nested-fields.js';
import { NotCopied } from './not-copied.js';
import { Rule } from './rule.js';

/** Characters that one such object may have as JSON. */
const MAX_LENGTH = 256 * 1024;

/** A JSON object whose fields are not this server's, such as a JSON Schema. It is kept as it came, whatever its names. */
export function JsonObjectField(text: FieldText): PropertyDecorator {
  return applyDecorators(
    NestedField('any'),
    NotCopied(),
    Field({ type: 'object', additionalProperties: true, ...text }),
    Transform(({ obj, key }) => obj[key] ?? undefined),
    IsObject(saying('must be a JSON object')),
    Rule((value) =>
      JSON.stringify(value).length <= MAX_LENGTH ? undefined : `must have at most ${MAX_LENGTH} characters as JSON`,
    ),
  );
}
