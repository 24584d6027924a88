import type { EndEvent, PromptEvent } from '@predict-otron/plugin-sdk';
import type { CompletionUsage } from './completion-usage.js';

/** Adds up the usage of a request: prompts as they are read, answers as they end. */
export class UsageCount {
  private promptTokens = 0;
  private cachedTokens = 0;
  private completionTokens = 0;
  private reasoningTokens = 0;

  /** One prompt, however many answers it gets. */
  addPrompt({ tokens, cachedTokens }: PromptEvent): void {
    this.promptTokens += tokens;
    this.cachedTokens += cachedTokens;
  }

  addAnswer({ usage }: EndEvent): void {
    this.completionTokens += usage.completionTokens;
    this.reasoningTokens += usage.reasoningTokens;
  }

  get total(): CompletionUsage {
    return {
      prompt_tokens: this.promptTokens,
      completion_tokens: this.completionTokens,
      total_tokens: this.promptTokens + this.completionTokens,
      prompt_tokens_details: { cached_tokens: this.cachedTokens },
      completion_tokens_details: { reasoning_tokens: this.reasoningTokens },
    };
  }
}
