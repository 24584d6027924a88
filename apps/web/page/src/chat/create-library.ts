import { createMemo, createSignal } from 'solid-js';
import { createStore, produce, reconcile, unwrap } from 'solid-js/store';
import { pathTo } from '../conversation/branches.js';
import { type Conversation, newConversation } from '../conversation/conversation.js';
import type { Message } from '../conversation/message.js';
import type { WholeConversation } from '../conversation/portable.js';
import { ConversationDatabase } from '../storage/conversation-database.js';
import { readPreference, writePreference } from '../storage/preferences.js';

/** How long a growing message may stay unsaved, in milliseconds. */
const SAVE_MS = 500;

export interface Library {
  /** Those that have a message, the newest first. */
  conversations: Conversation[];
  current: Conversation;
  /** Of the current conversation, by id. */
  messages: Record<string, Message>;
}

/** The conversations of this browser, and the one that is shown. */
export function createLibrary(defaultModel: string) {
  const fresh = () => newConversation(readPreference('model') ?? defaultModel, readPreference('settings') ?? {});
  const [library, set] = createStore<Library>({
    conversations: [],
    current: { ...newConversation(defaultModel, {}), id: '' },
    messages: {},
  });
  const [ready, setReady] = createSignal(false);
  /** Messages that are being written, of any conversation. */
  const live = new Map<string, Message>();
  const unsaved = new Map<string, ReturnType<typeof setTimeout>>();
  let database: ConversationDatabase | undefined;

  const byId = (id: string) => library.conversations.find((one) => one.id === id);
  const keep = (conversation: Conversation) => {
    const rest = library.conversations.filter(({ id }) => id !== conversation.id);
    const all = [...rest, conversation].sort((a, b) => b.updatedAt - a.updatedAt);
    set('conversations', reconcile(all));
    if (library.current.id === conversation.id) set('current', reconcile(conversation));
  };
  const save = (conversation: Conversation, messages: Message[] = []) =>
    database?.save(
      unwrap(conversation),
      messages.map((message) => unwrap(message)),
    );

  async function open(id: string): Promise<void> {
    const conversation = byId(id);
    if (!conversation) return startNew();
    const stored = (await database?.messages(id)) ?? [];
    const messages = stored.map((message) => live.get(message.id) ?? asLeft(message));
    set({ current: { ...conversation }, messages: {} });
    set('messages', reconcile(Object.fromEntries(messages.map((message) => [message.id, message]))));
    showInAddress(id);
  }

  function startNew(): void {
    const conversation = fresh();
    set('messages', reconcile({}));
    set('current', reconcile(conversation));
    showInAddress('');
  }

  /** Changes the shown conversation; one without messages is not kept yet. */
  function change(conversation: Partial<Conversation>): void {
    set('current', conversation);
    const { model, settings } = library.current;
    writePreference('model', model);
    writePreference('settings', settings);
    if (byId(library.current.id)) {
      keep({ ...library.current });
      void save({ ...library.current });
    }
  }

  /** Adds messages to the shown conversation and shows them; the last is its new end. */
  function add(messages: Message[], title?: string): void {
    set(
      'messages',
      produce((all) => {
        for (const message of messages) all[message.id] = message;
      }),
    );
    const changed = {
      ...library.current,
      leaf: messages.at(-1)?.id ?? null,
      updatedAt: Date.now(),
      ...(title && { title }),
    };
    set('current', changed);
    keep(changed);
    showInAddress(changed.id);
    void save(changed, messages);
  }

  /** Changes a message of any conversation; saves what grows now and then, and the rest at once. */
  function update(message: Message): void {
    const { id, conversation, state } = message;
    if (state === 'writing') live.set(id, message);
    else live.delete(id);
    if (library.current.id === conversation) set('messages', id, reconcile(message));
    const store = () => {
      clearTimeout(unsaved.get(id));
      unsaved.delete(id);
      const owner = byId(conversation);
      if (owner) void save({ ...owner }, [live.get(id) ?? message]);
    };
    if (state !== 'writing') store();
    else if (!unsaved.has(id)) unsaved.set(id, setTimeout(store, SAVE_MS));
  }

  async function remove(id: string): Promise<WholeConversation | undefined> {
    const conversation = byId(id);
    if (!conversation) return undefined;
    const messages = (await database?.messages(id)) ?? [];
    set('conversations', (all) => all.filter((one) => one.id !== id));
    await database?.delete(id);
    if (library.current.id === id) startNew();
    return { conversation: { ...conversation }, messages };
  }

  async function addWhole(all: WholeConversation[]): Promise<void> {
    for (const { conversation, messages } of all) {
      keep(conversation);
      await save(conversation, messages);
    }
  }

  async function start(): Promise<void> {
    if (location.search) history.replaceState(undefined, '', location.pathname + location.hash);
    try {
      database = await ConversationDatabase.open();
      set(
        'conversations',
        (await database.conversations()).sort((a, b) => b.updatedAt - a.updatedAt),
      );
      database.onChange(async ({ conversation: id, deleted }) => {
        const stored = (await database?.conversations())?.find((one) => one.id === id);
        if (deleted || !stored) set('conversations', (all) => all.filter((one) => one.id !== id));
        else await takeOver(stored);
      });
    } catch {
      // conversations then last as long as the page
    }
    const id = location.hash.slice(1);
    if (byId(id)) await open(id);
    else startNew();
    setReady(true);
  }

  /** What another tab has saved; what is shown here stays where it is. */
  async function takeOver(stored: Conversation): Promise<void> {
    const shown = library.current.id === stored.id;
    const leaf = shown ? library.current.leaf : stored.leaf;
    const rest = library.conversations.filter(({ id }) => id !== stored.id);
    set('conversations', reconcile([...rest, stored].sort((a, b) => b.updatedAt - a.updatedAt)));
    if (!shown) return;
    const messages = (await database?.messages(stored.id)) ?? [];
    set(
      'messages',
      produce((all) => {
        for (const message of messages) if (!live.has(message.id)) all[message.id] = message;
      }),
    );
    const follows = pathTo(library.messages, stored.leaf).some(({ id }) => id === leaf);
    set('current', { ...stored, leaf: follows ? stored.leaf : leaf });
  }

  const whole = async (id: string): Promise<WholeConversation[]> => {
    const conversation = byId(id);
    return conversation ? [{ conversation: { ...conversation }, messages: (await database?.messages(id)) ?? [] }] : [];
  };

  return {
    library,
    ready,
    start,
    open,
    startNew,
    change,
    add,
    update,
    remove,
    addWhole,
    whole,
    rename: (id: string, title: string) => {
      const conversation = byId(id);
      if (!conversation || title.trim() === '') return;
      keep({ ...conversation, title: title.trim(), named: true });
      void save({ ...conversation, title: title.trim(), named: true });
    },
    /** The messages that are shown, first to last. */
    path: createMemo(() => pathTo(library.messages, library.current.leaf)),
  };
}

/** A message that nobody writes any more: its page was closed in the middle. */
function asLeft(message: Message): Message {
  if (message.state !== 'writing') return message;
  return { ...message, state: 'stopped', waiting: undefined, progress: undefined };
}

function showInAddress(id: string): void {
  const address = id ? `#${id}` : location.pathname;
  if (location.hash.slice(1) !== id) history.pushState(undefined, '', address);
}
