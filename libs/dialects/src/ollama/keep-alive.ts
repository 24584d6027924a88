import { applyDecorators } from '@nestjs/common';
import { Field } from '../fields/field.js';
import { Rule } from '../fields/rule.js';

/** For ever, which is what happens here, and Ollama's default, which asks for nothing. */
const ACCEPTED: unknown[] = [-1, '-1', '-1m', '5m', 300];

/** How long a model stays in memory after a request. */
export function KeepAliveField(): PropertyDecorator {
  return applyDecorators(
    Field({
      oneOf: [
        { type: 'integer', enum: [-1, 300] },
        { type: 'string', enum: ['-1', '-1m', '5m'] },
      ],
      description:
        'No model leaves the memory by time here: leave it out, or send -1 or "5m"; anything else is refused.',
      example: -1,
    }),
    Rule(
      (value) =>
        ACCEPTED.includes(value)
          ? undefined
          : 'is not supported yet: no model leaves the memory by time here, so leave it out or send -1',
      'unsupported_parameter',
    ),
  );
}
