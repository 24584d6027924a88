import { applyDecorators } from '@nestjs/common';
import type { Constraint, JsonObject } from '@predict-otron/plugin-sdk';
import { Transform } from 'class-transformer';
import { Field } from '../fields/field.js';
import { NestedField } from '../fields/nested-fields.js';
import { NotCopied } from '../fields/not-copied.js';
import { Rule } from '../fields/rule.js';

/** A format as it stands in a request: none, any JSON object, or a JSON Schema. */
export type OllamaFormat = '' | 'json' | JsonObject;

/** What the answer is held to. */
export function FormatField(): PropertyDecorator {
  return applyDecorators(
    NestedField('any'),
    NotCopied(),
    Field({
      oneOf: [
        { type: 'string', enum: ['', 'json'] },
        { type: 'object', additionalProperties: true },
      ],
      description: '"json": the answer is a JSON object. A JSON Schema: the answer is valid by it.',
      example: '',
    }),
    Transform(({ obj, key }) => obj[key] ?? undefined),
    Rule((value) =>
      value === '' || value === 'json' || (typeof value === 'object' && value !== null && !Array.isArray(value))
        ? undefined
        : 'must be "json" or a JSON Schema',
    ),
  );
}

/** The format as a part of a generation request. */
export function formatConstraint(format: OllamaFormat = ''): { constraint?: Constraint } {
  if (format === '') return {};
  return { constraint: { jsonSchema: format === 'json' ? { type: 'object' } : format } };
}
