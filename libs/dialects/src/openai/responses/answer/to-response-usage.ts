import type { EndEvent, PromptEvent } from '@predict-otron/plugin-sdk';
import { UsageCount } from '../../usage-count.js';
import type { ResponseUsage } from './response-usage.js';

/** The usage of one answer to one prompt. */
export function toResponseUsage(prompt: PromptEvent, end: EndEvent): ResponseUsage {
  const count = new UsageCount();
  count.addPrompt(prompt);
  count.addAnswer(end);
  const { prompt_tokens, completion_tokens, total_tokens, ...details } = count.total;
  const { cached_tokens, dropped_tokens } = details.prompt_tokens_details;
  return {
    input_tokens: prompt_tokens,
    input_tokens_details: {
      cached_tokens,
      cache_write_tokens: prompt_tokens - cached_tokens,
      ...(dropped_tokens === undefined ? {} : { dropped_tokens }),
    },
    output_tokens: completion_tokens,
    output_tokens_details: { reasoning_tokens: details.completion_tokens_details.reasoning_tokens },
    total_tokens,
  };
}
