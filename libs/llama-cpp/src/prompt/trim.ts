import type { Message } from '@predict-otron/plugin-sdk';

/**
 * The conversation without its oldest turn: a user turn and all that answered it. System turns stay, and so does the last
 * user turn with what follows it. Undefined when nothing is left to leave out.
 */
export function withoutOldestTurn(messages: Message[]): Message[] | undefined {
  const isSystem = ({ role }: Message) => role === 'system' || role === 'developer';
  const first = messages.findIndex((message) => !isSystem(message));
  const lastUser = messages.findLastIndex(({ role }) => role === 'user');
  if (first < 0 || first >= lastUser) return undefined;
  const next = messages.findIndex(({ role }, at) => at > first && role === 'user');
  return messages.filter((message, at) => at < first || at >= next || isSystem(message));
}
