import { applyDecorators } from '@nestjs/common';
import { Field } from '../../fields/field.js';
import { Rule } from '../../fields/rule.js';

/** Stop strings of one request at most. */
const MAX_SEQUENCES = 16;

/** Up to 16 stop strings. */
export function StopSequencesField(): PropertyDecorator {
  return applyDecorators(
    Field({
      type: 'array',
      items: { type: 'string', minLength: 1 },
      maxItems: MAX_SEQUENCES,
      description: 'The answer ends before the first of these strings, which is not part of it.',
      example: ['\n\n'],
    }),
    Rule((value) =>
      Array.isArray(value) &&
      value.length <= MAX_SEQUENCES &&
      value.every((item) => typeof item === 'string' && item !== '')
        ? undefined
        : `must be an array of up to ${MAX_SEQUENCES} strings, none empty`,
    ),
  );
}
