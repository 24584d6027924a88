import type { GenerationRequest } from '@predict-otron/plugin-sdk';
import { toSampling } from '../sampling.js';
import type { ChatCompletionRequest } from './chat-completion-request.js';
import { toMessages } from './to-messages.js';

/** What a model is asked by a chat request. */
export function chatGenerationRequest(request: ChatCompletionRequest): GenerationRequest {
  const maxTokens = request.max_completion_tokens ?? request.max_tokens;
  return {
    prompt: { messages: toMessages(request.messages) },
    sampling: toSampling(request),
    stop: request.stop ?? [],
    n: request.n ?? 1,
    contextOverflow: 'refuse',
    ...(maxTokens === undefined ? {} : { maxTokens }),
    ...(request.logprobs ? { logprobs: { top: request.top_logprobs ?? 0, prompt: false } } : {}),
  };
}
