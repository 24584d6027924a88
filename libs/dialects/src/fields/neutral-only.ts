import { isDeepStrictEqual } from 'node:util';
import { applyDecorators } from '@nestjs/common';
import { Allow } from 'class-validator';
import { Field, type FieldSchema } from './field.js';
import { KnownField } from './field-facts.js';
import { Rule } from './rule.js';

/** A JSON value that asks for nothing. */
export type NeutralValue = boolean | number | string | object;

/**
 * A field that the dialect has and this server cannot honour yet: null and the neutral values ask for nothing and are
 * accepted, anything else is refused as `UNSUPPORTED`. Replace it by a field of its type when the server honours it.
 * @param purpose what the field is for, as a sentence for the API document
 */
export function NeutralOnly(purpose: string, neutral: NeutralValue[] = [], deprecated = false): PropertyDecorator {
  const accepted = neutral.map((value) => JSON.stringify(value));
  const advice = accepted.length > 0 ? `leave it out or send ${accepted.join(' or ')}` : 'leave it out';
  return applyDecorators(
    Field({
      ...schemaOfNeutral(neutral),
      description: `${purpose} Not supported yet: ${advice}; anything else is refused.`,
      deprecated: deprecated || undefined,
    }),
    KnownField({ neutral }),
    Rule(
      (value) =>
        neutral.some((accept) => isDeepStrictEqual(value, accept)) ? undefined : `is not supported yet: ${advice}`,
      'unsupported_parameter',
    ),
  );
}

/** A part of a request that is known and never accepted. `advice` is the end of a sentence that begins with its path. */
export function Refused(advice: string): PropertyDecorator {
  return applyDecorators(
    Allow(),
    Rule(() => advice, 'unsupported_parameter'),
  );
}

function schemaOfNeutral([first, ...more]: NeutralValue[]): FieldSchema {
  if (first === undefined) return { type: 'string', enum: [null], nullable: true };
  if (Array.isArray(first) && first.length === 0) return { type: 'array', items: {}, maxItems: 0, example: first };
  if (Array.isArray(first)) return { type: 'array', items: { type: 'string', enum: first }, example: first };
  return { type: typeof first, enum: [first, ...more], example: first };
}
