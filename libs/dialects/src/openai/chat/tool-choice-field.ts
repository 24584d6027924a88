import { isDeepStrictEqual } from 'node:util';
import { applyDecorators } from '@nestjs/common';
import { Field } from '../../fields/field.js';
import { Rule } from '../../fields/rule.js';
import type { ToolRequest } from './tool-request.js';

/** Whether and which function the model must call. */
export type ToolChoiceRequest = 'none' | 'auto' | 'required' | { type: 'function'; function: { name: string } };

const MODES: unknown[] = ['none', 'auto', 'required'];
const FORMS = 'must be "none" or "auto" or "required" or {"type": "function", "function": {"name": …}}';

/** May the model call a function, must it, and which? */
export function ToolChoiceField(): PropertyDecorator {
  const named = {
    type: 'object',
    properties: {
      type: { type: 'string', enum: ['function'] },
      function: {
        type: 'object',
        properties: { name: { type: 'string' } },
        required: ['name'],
        additionalProperties: false,
      },
    },
    required: ['type', 'function'],
    additionalProperties: false,
  };
  return applyDecorators(
    Field({
      oneOf: [{ type: 'string', enum: MODES }, named],
      description:
        '`auto` lets the model choose, `none` forbids calls, `required` and a named function force one. Default: `auto` with tools.',
      example: 'auto',
    }),
    Rule(findFault),
    Rule(
      (choice) => (isOtherKind(choice) ? 'is of a kind that is not supported: name one function' : undefined),
      'unsupported_parameter',
    ),
  );
}

function findFault(choice: unknown, { tools = [] }: { tools?: ToolRequest[] }): string | undefined {
  if (choice === 'none' || choice === 'auto' || isOtherKind(choice)) return undefined;
  if (choice === 'required') return tools.length > 0 ? undefined : 'asks for a call, but there are no tools';
  const name = (choice as { function?: { name?: unknown } }).function?.name;
  if (typeof name !== 'string' || !isDeepStrictEqual(choice, { type: 'function', function: { name } })) return FORMS;
  const known = Array.isArray(tools) && tools.some((tool) => tool?.function?.name === name);
  return known ? undefined : `names ${JSON.stringify(name.slice(0, 64))}, which is not among the tools`;
}

function isOtherKind(choice: unknown): boolean {
  const { type } = Object(choice) as { type?: unknown };
  return type === 'allowed_tools' || type === 'custom';
}
