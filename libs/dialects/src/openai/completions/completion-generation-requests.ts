import type { GenerationRequest, Prompt } from '@predict-otron/plugin-sdk';
import { generationOptions } from '../generation-options.js';
import type { CompletionRequest } from './completion-request.js';

/** What a model is asked by a completion request: one generation for each prompt, in order. */
export function completionGenerationRequests(request: CompletionRequest): GenerationRequest[] {
  const { max_tokens, logprobs, best_of, n = 1 } = request;
  // once, so that all end at the same moment
  const options = generationOptions(request);
  return toPrompts(request).map((prompt) => ({
    prompt,
    ...options,
    ...(max_tokens === undefined ? {} : { maxTokens: max_tokens }),
    ...(logprobs === undefined ? {} : { logprobs: { top: logprobs, prompt: request.echo ?? false } }),
    ...(best_of === undefined || best_of === n ? {} : { bestOf: best_of }),
  }));
}

function toPrompts({ prompt: input, suffix = '' }: CompletionRequest): Prompt[] {
  const ofText = (text: string): Prompt => (suffix === '' ? { text } : { prefix: text, suffix });
  if (typeof input === 'string') return [ofText(input)];
  if (typeof input[0] === 'number') return [{ tokens: input as number[] }];
  return (input as (string | number[])[]).map((prompt) =>
    typeof prompt === 'string' ? ofText(prompt) : { tokens: prompt },
  );
}
