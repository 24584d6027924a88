import { newConversation, titleFrom } from './conversation.js';
import { type Message, newMessage } from './message.js';
import type { WholeConversation } from './portable.js';

/** Stand in front of each turn, invisible where the file is shown. */
const MARK = /^<!-- otron: (user|assistant)(?: (\S+))? -->$/;
const HEADINGS = { user: '## You', assistant: '## Answer' };

/** The shown branch of a conversation as a Markdown file that people can read and the page can read back. */
export function toMarkdown(title: string, path: Message[]): string {
  const turns = path.map(({ role, model, text }) => {
    const by = role === 'assistant' && model ? ` ${encodeURIComponent(model)}` : '';
    return `<!-- otron: ${role}${by} -->\n${HEADINGS[role]}\n\n${text.trim()}\n`;
  });
  return [`# ${title}\n`, ...turns].join('\n');
}

/** Reads such a file. Throws an Error whose message is for the reader. */
export function fromMarkdown(file: string, model: string): WholeConversation {
  const conversation = newConversation(model, {});
  const turns: { role: Message['role']; model?: string; lines: string[] }[] = [];
  let title = '';
  for (const line of file.replaceAll('\r\n', '\n').split('\n')) {
    const [, role, by] = MARK.exec(line) ?? [];
    if (role) turns.push({ role: role as Message['role'], ...(by && { model: decodeURIComponent(by) }), lines: [] });
    else if (turns.length > 0) turns.at(-1)?.lines.push(line);
    else if (line.startsWith('# ')) title = line.slice(2).trim();
  }
  if (turns.length === 0) throw new Error('The file holds no conversation of this page.');
  const messages: Message[] = [];
  for (const { role, lines, ...by } of turns) {
    const body = lines[0]?.startsWith('## ') ? lines.slice(1) : lines;
    const parent = messages.at(-1)?.id ?? null;
    const createdAt = conversation.createdAt + messages.length;
    messages.push(
      newMessage({ conversation: conversation.id, parent, role, text: body.join('\n').trim(), createdAt, ...by }),
    );
  }
  const leaf = messages.at(-1)?.id ?? null;
  return {
    conversation: { ...conversation, title: title || titleFrom(messages[0]?.text ?? ''), named: true, leaf },
    messages,
  };
}
