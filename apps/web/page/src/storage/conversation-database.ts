import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Conversation } from '../conversation/conversation.js';
import type { Message } from '../conversation/message.js';

interface Schema extends DBSchema {
  conversations: { key: string; value: Conversation };
  messages: { key: string; value: Message; indexes: { conversation: string } };
}

/** What another tab has changed. */
export type Change = { conversation: string; deleted?: boolean };

/**
 * The conversations of this browser. Each message is a record of its own, so that two tabs in the same conversation add
 * branches and never overwrite each other.
 */
export class ConversationDatabase {
  private readonly channel = new BroadcastChannel('otron.conversations');

  private constructor(private readonly database: IDBPDatabase<Schema>) {}

  /** Rejects where the browser keeps nothing, as in some private windows. */
  static async open(): Promise<ConversationDatabase> {
    const database = await openDB<Schema>('otron', 1, {
      upgrade(fresh) {
        fresh.createObjectStore('conversations', { keyPath: 'id' });
        fresh.createObjectStore('messages', { keyPath: 'id' }).createIndex('conversation', 'conversation');
      },
    });
    return new ConversationDatabase(database);
  }

  async conversations(): Promise<Conversation[]> {
    return this.database.getAll('conversations');
  }

  async messages(conversation: string): Promise<Message[]> {
    return this.database.getAllFromIndex('messages', 'conversation', conversation);
  }

  async save(conversation: Conversation, messages: Message[] = []): Promise<void> {
    const change = this.database.transaction(['conversations', 'messages'], 'readwrite');
    await Promise.all([
      change.objectStore('conversations').put(conversation),
      ...messages.map((message) => change.objectStore('messages').put(message)),
      change.done,
    ]);
    this.tell({ conversation: conversation.id });
  }

  async delete(conversation: string): Promise<void> {
    const change = this.database.transaction(['conversations', 'messages'], 'readwrite');
    const keys = await change.objectStore('messages').index('conversation').getAllKeys(conversation);
    await Promise.all([
      change.objectStore('conversations').delete(conversation),
      ...keys.map((key) => change.objectStore('messages').delete(key)),
      change.done,
    ]);
    this.tell({ conversation, deleted: true });
  }

  /** Calls back for each change that another tab makes. */
  onChange(listener: (change: Change) => void): void {
    this.channel.onmessage = ({ data }: MessageEvent<Change>) => listener(data);
  }

  private tell(change: Change): void {
    this.channel.postMessage(change);
  }
}
