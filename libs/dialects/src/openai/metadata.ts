import { applyDecorators } from '@nestjs/common';
import { Field } from '../fields/field.js';
import { Rule } from '../fields/rule.js';

/** Up to 16 pairs of strings that come back with the answer. */
export function MetadataField(): PropertyDecorator {
  return applyDecorators(
    Field({
      type: 'object',
      additionalProperties: { type: 'string', maxLength: 512 },
      description:
        'Up to 16 pairs of strings (keys to 64 characters, values to 512) that come back with a whole answer.',
      example: { purpose: 'demonstration' },
    }),
    Rule(findFault),
  );
}

function findFault(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'must be an object of strings';
  const entries = Object.entries(value);
  if (entries.length > 16) return 'must have at most 16 entries';
  if (entries.some(([key]) => key.length > 64)) return 'must have keys of at most 64 characters';
  return entries.every(([, text]) => typeof text === 'string' && text.length <= 512)
    ? undefined
    : 'must have strings of at most 512 characters as its values';
}
