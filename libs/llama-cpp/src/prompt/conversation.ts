import type { Message } from '@predict-otron/plugin-sdk';

/** The text parts of a message, put together. */
export function textOf(message: Message): string {
  return message.content.map((part) => (part.type === 'text' ? part.text : '')).join('');
}

/** A turn of text. */
export function textTurn(role: 'system' | 'user', text: string): Message {
  return { role, content: [{ type: 'text', text }] };
}

/** A system turn becomes the beginning of the user turn that follows it, as the makers of such models advise. */
export function foldSystem(messages: Message[]): Message[] {
  const folded: Message[] = [];
  let waiting: string[] = [];
  for (const message of messages) {
    if (message.role === 'system' || message.role === 'developer') waiting.push(textOf(message));
    else if (message.role === 'user' && waiting.length > 0) {
      folded.push({ ...message, content: [{ type: 'text', text: [...waiting, textOf(message)].join('\n\n') }] });
      waiting = [];
    } else folded.push(message);
  }
  return waiting.length > 0 ? [...folded, textTurn('user', waiting.join('\n\n'))] : folded;
}

/** Turns of one role in a row become one turn; tool results and calls stay apart. */
export function joinNeighbors(messages: Message[]): Message[] {
  const joined: Message[] = [];
  for (const message of messages) {
    const last = joined.at(-1);
    if (last && last.role === message.role && last.role !== 'tool' && !hasCalls(last) && !hasCalls(message)) {
      const text = `${textOf(last)}\n\n${textOf(message)}`;
      joined[joined.length - 1] = { ...last, content: [{ type: 'text', text }] };
    } else joined.push(message);
  }
  return joined;
}

function hasCalls(message: Message): boolean {
  return message.role === 'assistant' && (message.toolCalls?.length ?? 0) > 0;
}
