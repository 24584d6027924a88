import type { AnswerStats } from '../../../src/shared/answer-stats.js';
import { newId } from './new-id.js';

/** A message of a conversation. Those with the same parent are branches of it. */
export interface Message {
  id: string;
  conversation: string;
  /** The message that it follows; null for a first one. */
  parent: string | null;
  role: 'user' | 'assistant';
  text: string;
  /** What the model thought before it answered. */
  reasoning?: string;
  /** Milliseconds since the epoch. */
  createdAt: number;
  /** Id of the model that wrote it. */
  model?: string;
  state: 'writing' | 'whole' | 'stopped' | 'failed';
  /** What it waits for while nothing comes. */
  waiting?: string;
  /** Share of the model's load that is done, 0 to 1. */
  progress?: number;
  /** Why it failed: a sentence, and the server's word for it. */
  error?: string;
  errorCode?: string;
  warning?: string;
  stats?: AnswerStats;
}

export function newMessage(
  given: Pick<Message, 'conversation' | 'parent' | 'role' | 'text'> & Partial<Message>,
  now = Date.now(),
): Message {
  return { id: newId(), createdAt: now, state: 'whole', ...given };
}
