import type { GenerationRequest } from '@predict-otron/plugin-sdk';
import { timeLimit } from '../fields/time-limit-fields.js';
import { type ConstraintFields, toConstraint } from './constraint.js';
import type { GenerationFields } from './generation-fields.js';
import { toSampling } from './sampling.js';

const OVERFLOWS = { refuse: 'refuse', trim_oldest: 'trim', shift: 'shift' } as const;

/** What requests for chat and for completions ask of a model alike. */
export function generationOptions(request: GenerationFields & ConstraintFields): Omit<GenerationRequest, 'prompt'> {
  return {
    sampling: toSampling(request),
    stop: request.stop ?? [],
    n: request.n ?? 1,
    contextOverflow: OVERFLOWS[request.context_overflow ?? 'refuse'],
    ...toConstraint(request),
    ...(request.deterministic ? { deterministic: true } : {}),
    ...timeLimit(request),
  };
}
