import { applyDecorators } from '@nestjs/common';
import { Field, type FieldText } from './field.js';
import { Rule } from './rule.js';

/** A list of different strings, none of them empty. */
export function StringListField({ maxItems, ...text }: FieldText & { maxItems: number }): PropertyDecorator {
  const fault = `must be a list of 1 to ${maxItems} different strings, none empty`;
  return applyDecorators(
    Field({
      type: 'array',
      items: { type: 'string', minLength: 1 },
      minItems: 1,
      maxItems,
      uniqueItems: true,
      ...text,
    }),
    Rule((value) => (isListOfStrings(value, maxItems) ? undefined : fault)),
  );
}

function isListOfStrings(value: unknown, maxItems: number): boolean {
  if (!Array.isArray(value) || value.length === 0 || value.length > maxItems) return false;
  return value.every((item) => typeof item === 'string' && item !== '') && new Set(value).size === value.length;
}
