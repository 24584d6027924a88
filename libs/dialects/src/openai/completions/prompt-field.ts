import { applyDecorators } from '@nestjs/common';
import { Field } from '../../fields/field.js';
import { Rule } from '../../fields/rule.js';

/** Prompts of one request at most. */
const MAX_PROMPTS = 2048;
const MAX_TOKEN_ID = 2 ** 31 - 1;

/** What `prompt` of a completion request may be. */
export type PromptInput = string | string[] | number[] | number[][];

/** One text or several, or token ids of one text or several. */
export function PromptField(): PropertyDecorator {
  const tokens = { type: 'array', items: { type: 'integer', minimum: 0 }, minItems: 1 } as const;
  return applyDecorators(
    Field({
      required: true,
      oneOf: [
        { type: 'string' },
        { type: 'array', items: { type: 'string' }, minItems: 1, maxItems: MAX_PROMPTS },
        tokens,
        { type: 'array', items: tokens, minItems: 1, maxItems: MAX_PROMPTS },
      ],
      description: 'What the model continues: a text, several, or their token ids. Each gets `n` answers.',
      example: 'The opposite of hot is',
    }),
    Rule(findFault),
  );
}

function findFault(prompt: unknown): string | undefined {
  if (typeof prompt === 'string') return undefined;
  if (!Array.isArray(prompt)) return 'must be a string, an array of strings, or token ids';
  if (prompt.length === 0) return 'must not be empty';
  if (typeof prompt[0] === 'number') return faultOfTokens(prompt);
  if (prompt.length > MAX_PROMPTS) return `must have at most ${MAX_PROMPTS} prompts`;
  if (typeof prompt[0] === 'string') {
    return prompt.every((text) => typeof text === 'string') ? undefined : 'must not mix strings with anything else';
  }
  for (const tokens of prompt) {
    const fault = Array.isArray(tokens) && tokens.length > 0 ? faultOfTokens(tokens) : 'must not have an empty prompt';
    if (fault) return fault;
  }
  return undefined;
}

function faultOfTokens(tokens: unknown[]): string | undefined {
  const valid = (token: unknown) =>
    Number.isInteger(token) && (token as number) >= 0 && (token as number) <= MAX_TOKEN_ID;
  return tokens.every(valid) ? undefined : `must have token ids from 0 to ${MAX_TOKEN_ID}`;
}
