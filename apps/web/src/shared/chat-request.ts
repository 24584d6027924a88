import type { ChatSettings } from './chat-settings.js';
import type { ChatTurn } from './chat-turn.js';
import type { ModelSummary } from './model-summary.js';

/** What is asked of a model. */
export interface ChatRequest {
  model: string;
  messages: { role: 'system' | ChatTurn['role']; content: string }[];
  stream: true;
  [field: string]: unknown;
}

/** The body of a streamed chat completion. With `trims` a conversation that no longer fits loses its oldest turns. */
export function chatRequest(
  { id, trims }: Pick<ModelSummary, 'id' | 'trims'>,
  turns: ChatTurn[],
  { system, ...sampling }: ChatSettings,
): ChatRequest {
  const messages = turns.map(({ role, text }) => ({ role, content: text }));
  return {
    model: id,
    messages: system === undefined ? messages : [{ role: 'system' as const, content: system }, ...messages],
    ...sampling,
    stream: true,
    stream_options: { include_usage: true },
    timings: true,
    ...(trims && { context_overflow: 'trim_oldest' }),
  };
}
