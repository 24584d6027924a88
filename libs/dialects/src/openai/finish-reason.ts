import type { FinishReason } from '@predict-otron/plugin-sdk';

/** OpenAI's words for why an answer ended. */
export const FINISH_REASONS = { stop: 'stop', length: 'length', 'tool-calls': 'tool_calls' } as const satisfies Record<
  FinishReason,
  string
>;

/** One of {@link FINISH_REASONS}. */
export type OpenAiFinishReason = (typeof FINISH_REASONS)[FinishReason];
