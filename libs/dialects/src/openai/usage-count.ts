import type { EndEvent, PromptEvent } from '@predict-otron/plugin-sdk';
import type { CompletionUsage } from './completion-usage.js';

/** Adds up the usage of a request: prompts as they are read, answers as they end. */
export class UsageCount {
  private promptTokens = 0;
  private cachedTokens = 0;
  private completionTokens = 0;
  private reasoningTokens = 0;
  private trimmedTokens = 0;
  private shiftedTokens = 0;
  private readonly trimmed = new Map<number, number>();

  /**
   * One prompt, however many answers it gets.
   * @param prompt number of the prompt in the request
   */
  addPrompt({ tokens, cachedTokens, droppedTokens }: PromptEvent, prompt = 0): void {
    this.promptTokens += tokens;
    this.cachedTokens += cachedTokens;
    this.trimmedTokens += droppedTokens;
    this.trimmed.set(prompt, droppedTokens);
  }

  /** An answer's dropped tokens count its prompt's again. */
  addAnswer({ usage }: EndEvent, prompt = 0): void {
    this.completionTokens += usage.completionTokens;
    this.reasoningTokens += usage.reasoningTokens;
    this.shiftedTokens += Math.max(0, (usage.droppedTokens ?? 0) - (this.trimmed.get(prompt) ?? 0));
  }

  get cached(): number {
    return this.cachedTokens;
  }

  /** Tokens left out of prompts, and forgotten while answers were generated. */
  get dropped(): number {
    return this.trimmedTokens + this.shiftedTokens;
  }

  get total(): CompletionUsage {
    return {
      prompt_tokens: this.promptTokens,
      completion_tokens: this.completionTokens,
      total_tokens: this.promptTokens + this.completionTokens,
      prompt_tokens_details: {
        cached_tokens: this.cachedTokens,
        ...(this.dropped > 0 ? { dropped_tokens: this.dropped } : {}),
      },
      completion_tokens_details: { reasoning_tokens: this.reasoningTokens },
    };
  }
}
