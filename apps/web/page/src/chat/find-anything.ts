import { exportAll, exportAsMarkdown } from '../sidebar/files.js';
import type { Chat } from './create-chat.js';

/** Something that the palette offers. */
export interface Finding {
  title: string;
  about: string;
  run(): void;
}

const MOST = 12;
/** Characters that are shown around the words that were found. */
const AROUND = 40;

/** Actions whose names, and conversations whose titles or messages hold the words. */
export async function findAnything(chat: Chat, words: string): Promise<Finding[]> {
  const text = words.trim().toLowerCase();
  const actions = actionsOf(chat).filter(({ title }) => title.toLowerCase().includes(text));
  const conversations = await conversationsWith(chat, text);
  return text === ''
    ? [...actions.slice(0, 2), ...conversations, ...actions.slice(2)].slice(0, MOST)
    : [...conversations, ...actions].slice(0, MOST);
}

function actionsOf(chat: Chat): Finding[] {
  const { library, models } = chat;
  const go = (href: string) => () => location.assign(href);
  const open = (id: string) => () => document.getElementById(id)?.showPopover();
  return [
    { title: 'New chat', about: 'Ctrl Shift O', run: () => library.startNew() },
    { title: 'Settings of this conversation', about: '', run: open('settings') },
    ...models
      .models()
      .map(({ id }) => ({ title: `Answer with ${id}`, about: 'Model', run: () => library.change({ model: id }) })),
    ...(library.path().length > 0
      ? [{ title: 'Export this conversation as Markdown', about: '', run: () => exportAsMarkdown(chat) }]
      : []),
    { title: 'Export all conversations', about: 'JSON', run: () => void exportAll(chat) },
    { title: 'Status', about: 'Page', run: go('status') },
    { title: 'Embeddings', about: 'Page', run: go('embeddings') },
    { title: 'API explorer', about: 'Page', run: go('docs') },
  ];
}

async function conversationsWith({ library }: Chat, text: string): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const { id, title } of library.library.conversations) {
    if (found.length >= MOST) break;
    const run = () => void library.open(id);
    if (title.toLowerCase().includes(text)) {
      found.push({ title, about: 'Conversation', run });
      continue;
    }
    const [whole] = await library.whole(id);
    const place = whole?.messages.map((message) => excerpt(message.text, text)).find((part) => part !== undefined);
    if (place !== undefined) found.push({ title, about: place, run });
  }
  return found;
}

function excerpt(message: string, text: string): string | undefined {
  const at = message.toLowerCase().indexOf(text);
  return at < 0 ? undefined : message.slice(Math.max(0, at - AROUND), at + text.length + AROUND).replace(/\s+/g, ' ');
}
