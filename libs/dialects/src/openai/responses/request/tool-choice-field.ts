import { isDeepStrictEqual } from 'node:util';
import { applyDecorators } from '@nestjs/common';
import { Field } from '../../../fields/field.js';
import { Rule } from '../../../fields/rule.js';

/** Which function the model must call, as the request says it. */
export type ResponseToolChoice = 'none' | 'auto' | 'required' | { type: 'function'; name: string };

const FORMS = '"none" or "auto" or "required" or {"type": "function", "name": …}';
const WORDS: unknown[] = ['none', 'auto', 'required'];

interface WithTools {
  tools?: { name?: unknown }[];
}

/** Whether and which function the model must call. */
export function ResponseToolChoiceField(): PropertyDecorator {
  const named = {
    type: 'object',
    properties: { type: { type: 'string', enum: ['function'] }, name: { type: 'string' } },
    required: ['type', 'name'],
    additionalProperties: false,
  };
  return applyDecorators(
    Field({
      oneOf: [{ type: 'string', enum: WORDS }, named],
      description: 'Whether the model may, must or must not call functions, or the function that it must call.',
      default: 'auto',
    }),
    Rule(findFault),
    Rule(
      (choice) => (isOtherKind(choice) ? `is of a kind that is not supported: send ${FORMS}` : undefined),
      'unsupported_parameter',
    ),
  );
}

/** Is it one of OpenAI's other forms: a tool of its own, or a choice among several? */
function isOtherKind(choice: unknown): boolean {
  const { type } = Object(choice) as { type?: unknown };
  return typeof type === 'string' && type !== 'function';
}

function findFault(choice: unknown, { tools }: WithTools): string | undefined {
  if (isOtherKind(choice)) return undefined;
  const names = Array.isArray(tools) ? tools.map((tool) => tool?.name) : [];
  if (choice === 'required' && names.length === 0) return 'asks for a call, but there are no tools';
  if (WORDS.includes(choice)) return undefined;
  const { name } = Object(choice) as { name?: unknown };
  if (typeof name !== 'string' || !isDeepStrictEqual(choice, { type: 'function', name })) return `must be ${FORMS}`;
  return names.includes(name) ? undefined : `names ${JSON.stringify(name.slice(0, 64))}, which is not among the tools`;
}
