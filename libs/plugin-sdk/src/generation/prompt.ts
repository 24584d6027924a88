import type { Message } from './message.js';
import type { Tool } from './tool.js';

/** What the model continues: a conversation, a text, token ids, or a gap between two texts. */
export type Prompt =
  | { messages: Message[]; tools?: Tool[] }
  | { text: string }
  | { tokens: number[] }
  | { prefix: string; suffix: string };
