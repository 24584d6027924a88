import { applyDecorators } from '@nestjs/common';
import type { ReasoningRequest } from '@predict-otron/plugin-sdk';
import { Field } from '../fields/field.js';
import { Rule } from '../fields/rule.js';

const EFFORTS = ['low', 'medium', 'high'] as const;

/** Whether and how much the model thinks. */
export type Think = boolean | (typeof EFFORTS)[number];

/** Whether and how much the model thinks before it answers. */
export function ThinkField(): PropertyDecorator {
  return applyDecorators(
    Field({
      oneOf: [{ type: 'boolean' }, { type: 'string', enum: [...EFFORTS] }],
      description: "How much the model thinks: not at all, or how hard; true is medium. Default: the model's own.",
      example: false,
    }),
    Rule((value) =>
      typeof value === 'boolean' || EFFORTS.some((effort) => effort === value)
        ? undefined
        : 'must be true, false, "low", "medium" or "high"',
    ),
  );
}

/** The wish as a part of a generation request. */
export function thinkReasoning(think?: Think): { reasoning?: ReasoningRequest } {
  if (think === undefined) return {};
  if (typeof think === 'string') return { reasoning: { effort: think } };
  return { reasoning: { effort: think ? 'medium' : 'none' } };
}
