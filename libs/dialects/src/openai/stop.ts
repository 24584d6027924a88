import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { Field } from '../fields/field.js';
import { Rule } from '../fields/rule.js';

/** One stop string or up to four; as an array afterwards. */
export function StopField(): PropertyDecorator {
  return applyDecorators(
    Field({
      oneOf: [
        { type: 'string', minLength: 1 },
        { type: 'array', items: { type: 'string', minLength: 1 }, maxItems: 4 },
      ],
      description: 'The answer ends before the first of these strings, which is not part of it.',
      example: ['\n\n'],
    }),
    Transform(({ value }) => (typeof value === 'string' ? [value] : value)),
    Rule((value) =>
      Array.isArray(value) && value.length <= 4 && value.every((item) => typeof item === 'string' && item !== '')
        ? undefined
        : 'must be a string or up to 4 strings, none empty',
    ),
  );
}
