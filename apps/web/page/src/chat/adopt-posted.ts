import type { PostedChat } from '../../../src/shared/posted-chat.js';
import { newConversation, titleFrom } from '../conversation/conversation.js';
import { type Message, newMessage } from '../conversation/message.js';
import { ConversationDatabase } from '../storage/conversation-database.js';

/** Keeps a conversation that came by the form, and goes on with it on the living page. */
export async function adoptPosted({ turns, model, settings, stats, error }: PostedChat): Promise<void> {
  const conversation = newConversation(model, settings);
  const messages: Message[] = [];
  for (const { role, text, ...by } of turns) {
    const parent = messages.at(-1)?.id ?? null;
    messages.push(
      newMessage({ conversation: conversation.id, parent, role, text, ...by }, Date.now() + messages.length),
    );
  }
  const last = messages.at(-1);
  if (last?.role === 'assistant' && stats) last.stats = stats;
  if (last?.role === 'assistant' && error) Object.assign(last, { error, state: 'failed' });
  const title = titleFrom(turns[0]?.text ?? '');
  const database = await ConversationDatabase.open();
  await database.save({ ...conversation, title, leaf: last?.id ?? null }, messages);
  // with a query it is another page: a change behind the # alone would load nothing, and a reload would send the form again
  location.replace(`./?kept#${conversation.id}`);
}
