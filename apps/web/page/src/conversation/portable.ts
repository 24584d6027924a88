import type { ChatSettings } from '../../../src/shared/chat-settings.js';
import { type Conversation, newConversation, titleFrom } from './conversation.js';
import { type Message, newMessage } from './message.js';
import { newId } from './new-id.js';

/** A conversation with all its branches, as it is exported and imported. */
export interface WholeConversation {
  conversation: Conversation;
  messages: Message[];
}

/** What an exported JSON file says it is. */
const FORMAT = 'predict-otron conversations';

export function toJson(conversations: WholeConversation[]): string {
  return `${JSON.stringify({ format: FORMAT, version: 1, conversations }, undefined, 2)}\n`;
}

/**
 * Reads an exported file. Everything gets new ids, so that an import never overwrites anything. Throws an Error whose
 * message is for the reader.
 */
export function fromJson(text: string, model: string): WholeConversation[] {
  let file: { format?: unknown; conversations?: unknown };
  try {
    file = JSON.parse(text);
  } catch {
    throw new Error('The file is not valid JSON.');
  }
  if (file?.format !== FORMAT || !Array.isArray(file.conversations))
    throw new Error('The file holds no conversations of this page.');
  return file.conversations.map((one) => readWhole(one, model));
}

function readWhole(value: Partial<WholeConversation> | null, model: string): WholeConversation {
  const { conversation, messages } = value ?? {};
  if (typeof conversation !== 'object' || !Array.isArray(messages))
    throw new Error('A conversation in the file is broken.');
  const fresh = newConversation(text(conversation?.model, model), settingsOf(conversation?.settings));
  const ids = new Map(messages.map((message) => [message?.id, newId()]));
  const read = messages.map((message) => readMessage(message, fresh.id, ids));
  return {
    conversation: {
      ...fresh,
      title: text(conversation?.title, titleFrom(read[0]?.text ?? '')),
      named: conversation?.named === true,
      leaf: ids.get(conversation?.leaf ?? '') ?? read.at(-1)?.id ?? null,
    },
    messages: read,
  };
}

function readMessage(message: Partial<Message>, conversation: string, ids: Map<string | undefined, string>): Message {
  if (typeof message?.text !== 'string' || (message.role !== 'user' && message.role !== 'assistant'))
    throw new Error('A message in the file is broken.');
  const { role, parent, createdAt, reasoning, model, stats } = message;
  return newMessage({
    id: ids.get(message.id) as string,
    conversation,
    parent: ids.get(parent ?? '') ?? null,
    role,
    text: message.text,
    ...(typeof createdAt === 'number' && { createdAt }),
    ...(typeof reasoning === 'string' && { reasoning }),
    ...(typeof model === 'string' && { model }),
    ...(typeof stats === 'object' && stats !== null && { stats }),
  });
}

function text(value: unknown, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise;
}

function settingsOf(value: unknown): ChatSettings {
  return typeof value === 'object' && value !== null ? (value as ChatSettings) : {};
}
