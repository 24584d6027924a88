import type { GenerationRequest, Prompt } from '@predict-otron/plugin-sdk';
import { toSampling } from '../sampling.js';
import type { CompletionRequest } from './completion-request.js';
import type { PromptInput } from './prompt-field.js';

/** What a model is asked by a completion request: one generation for each prompt, in order. */
export function completionGenerationRequests(request: CompletionRequest): GenerationRequest[] {
  return toPrompts(request.prompt).map((prompt) => ({
    prompt,
    sampling: toSampling(request),
    stop: request.stop ?? [],
    n: request.n ?? 1,
    contextOverflow: 'refuse',
    ...(request.max_tokens === undefined ? {} : { maxTokens: request.max_tokens }),
    ...(request.logprobs === undefined ? {} : { logprobs: { top: request.logprobs, prompt: false } }),
  }));
}

function toPrompts(input: PromptInput): Prompt[] {
  if (typeof input === 'string') return [{ text: input }];
  if (typeof input[0] === 'number') return [{ tokens: input as number[] }];
  return (input as (string | number[])[]).map((prompt) =>
    typeof prompt === 'string' ? { text: prompt } : { tokens: prompt },
  );
}
