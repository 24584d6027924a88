import type { AnswerStats } from './answer-stats.js';
import type { ChatSettings } from './chat-settings.js';
import type { ChatTurn } from './chat-turn.js';

/** A conversation without JavaScript: it travels in the form, and the server keeps nothing. */
export interface PostedChat {
  turns: ChatTurn[];
  model: string;
  settings: ChatSettings;
  stats?: AnswerStats;
  /** Why there is no answer, or only a part of one. */
  error?: string;
}
