import type { Chat } from '../chat/create-chat.js';
import { fromMarkdown, toMarkdown } from '../conversation/markdown-file.js';
import { fromJson, toJson } from '../conversation/portable.js';

/** The shown branch of the shown conversation, for people and other programs to read. */
export function exportAsMarkdown({ library }: Chat): void {
  const { title } = library.library.current;
  download(`${fileName(title)}.md`, 'text/markdown', toMarkdown(title, library.path()));
}

/** Conversations with all their branches; all of them, or some. */
export async function exportAll({ library }: Chat, ids?: string[]): Promise<void> {
  const chosen = ids ?? library.library.conversations.map(({ id }) => id);
  const whole = (await Promise.all(chosen.map((id) => library.whole(id)))).flat();
  const title = whole.length === 1 ? whole[0]?.conversation.title : undefined;
  download(`${fileName(title ?? 'conversations')}.json`, 'application/json', toJson(whole));
}

/** Adds the conversations of a file and opens the first one. Returns how many; throws an Error for its reader. */
export async function importFile({ library, models }: Chat, file: File): Promise<number> {
  const text = await file.text();
  const model = models.find('')?.id ?? 'default';
  const read = /\.(md|markdown)$/i.test(file.name) ? [fromMarkdown(text, model)] : fromJson(text, model);
  await library.addWhole(read);
  if (read[0]) await library.open(read[0].conversation.id);
  return read.length;
}

function fileName(title: string): string {
  return (
    title
      .replace(/[^\p{Letter}\p{Number}]+/gu, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 60) || 'conversation'
  );
}

function download(name: string, type: string, content: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  URL.revokeObjectURL(url);
}
