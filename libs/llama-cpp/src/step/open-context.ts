import type { LlamaContext } from 'node-llama-cpp';
import { hasInternals, nativeContext } from './native-context.js';
import { publicContext } from './public-context.js';
import type { StepContext } from './step-context.js';

/** The direct way into the context where this node-llama-cpp has it, otherwise the public one. */
export function openStepContext(context: LlamaContext): StepContext {
  return hasInternals(context) ? nativeContext(context) : publicContext(context);
}
