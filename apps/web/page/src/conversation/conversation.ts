import type { ChatSettings } from '../../../src/shared/chat-settings.js';
import { newId } from './new-id.js';

/** A conversation as the browser keeps it, without its messages. */
export interface Conversation {
  id: string;
  title: string;
  /** Its reader named it: the first message no longer does. */
  named: boolean;
  /** Milliseconds since the epoch. */
  createdAt: number;
  updatedAt: number;
  /** The message at the end of what is shown; null while there is none. */
  leaf: string | null;
  /** Id of the model that answers next. */
  model: string;
  settings: ChatSettings;
}

const TITLE_LENGTH = 48;

export function newConversation(model: string, settings: ChatSettings, now = Date.now()): Conversation {
  const id = newId();
  return { id, title: 'New chat', named: false, createdAt: now, updatedAt: now, leaf: null, model, settings };
}

/** A title from the first message: its first line, cut at a word. */
export function titleFrom(text: string): string {
  const line = text.trim().split('\n')[0]?.trim() ?? '';
  if (line.length <= TITLE_LENGTH) return line || 'New chat';
  const cut = line.slice(0, TITLE_LENGTH);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), TITLE_LENGTH / 2)).trimEnd()}…`;
}
