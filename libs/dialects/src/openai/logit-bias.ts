import { applyDecorators } from '@nestjs/common';
import { Field } from '../fields/field.js';
import { Rule } from '../fields/rule.js';

/** Entries of one `logit_bias` at most. */
const MAX_ENTRIES = 1024;
const TOKEN_ID = /^(0|[1-9]\d{0,9})$/;

/** Token ids and what is added to their logits. */
export function LogitBiasField(): PropertyDecorator {
  return applyDecorators(
    Field({
      type: 'object',
      additionalProperties: { type: 'number', minimum: -100, maximum: 100 },
      description: `Token ids of the model and what is added to their logits: -100 never, 100 always. At most ${MAX_ENTRIES}.`,
      example: {},
    }),
    Rule(findFault),
  );
}

function findFault(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return 'must be an object of token ids and numbers from -100 to 100';
  }
  const entries = Object.entries(value);
  if (entries.length > MAX_ENTRIES) return `must have at most ${MAX_ENTRIES} entries`;
  for (const [token, bias] of entries) {
    if (!TOKEN_ID.test(token)) return 'must have token ids as its keys, such as "1234"';
    if (typeof bias !== 'number' || !(Math.abs(bias) <= 100))
      return `must have a number from -100 to 100 for token ${token}`;
  }
  return undefined;
}

/** As pairs of a token and its bias. */
export function logitBiasPairs(bias: Record<string, number>): [token: number, bias: number][] {
  return Object.entries(bias).map(([token, value]) => [Number(token), value]);
}
