import type { Message } from './message.js';

type Messages = Readonly<Record<string, Message>>;

/** The messages from the first one to a leaf. */
export function pathTo(messages: Messages, leaf: string | null): Message[] {
  const path: Message[] = [];
  for (
    let at = leaf === null ? undefined : messages[leaf];
    at;
    at = at.parent === null ? undefined : messages[at.parent]
  )
    path.push(at);
  return path.reverse();
}

/** A message and its branches, oldest first. */
export function siblingsOf(messages: Messages, { parent, role }: Message): Message[] {
  return Object.values(messages)
    .filter((other) => other.parent === parent && other.role === role)
    .sort((a, b) => a.createdAt - b.createdAt || a.id.localeCompare(b.id));
}

/** The end of the newest conversation that goes through a message. */
export function newestLeafUnder(messages: Messages, id: string): string {
  const children = Object.values(messages).filter(({ parent }) => parent === id);
  const newest = children.sort((a, b) => b.createdAt - a.createdAt)[0];
  return newest ? newestLeafUnder(messages, newest.id) : id;
}
