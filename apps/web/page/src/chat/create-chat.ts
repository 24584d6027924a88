import { createSignal, onCleanup, onMount } from 'solid-js';
import { chatRequest } from '../../../src/shared/chat-request.js';
import type { PageState } from '../../../src/shared/page-state.js';
import { newestLeafUnder, pathTo } from '../conversation/branches.js';
import { titleFrom } from '../conversation/conversation.js';
import { type Message, newMessage } from '../conversation/message.js';
import { ask } from '../transport/ask.js';
import { serverIsBack } from '../transport/server-is-back.js';
import { createLibrary } from './create-library.js';
import { createModels } from './create-models.js';
import { runAnswer } from './run-answer.js';

/** How long an answer waits for a server that went away, in milliseconds. */
const PATIENCE_MS = 120_000;
/** How often a growing answer is drawn, in milliseconds. */
const DRAW_MS = 33;

/** Everything that the chat page does. */
export function createChat(state: PageState) {
  const models = createModels(state, 'chat');
  const library = createLibrary(models.find('')?.id ?? 'default');
  const { library: store, add, update, change } = library;
  const [announcement, announce] = createSignal('');
  const stops = new Map<string, AbortController>();

  /** Writes the answer that ends the shown conversation. */
  async function write(answer: Message): Promise<void> {
    const { settings, id: conversation } = store.current;
    const model = models.find(answer.model ?? '') ?? { id: answer.model ?? 'default', trims: false };
    const turns = pathTo(store.messages, answer.parent).map(({ role, text }) => ({ role, text }));
    const control = new AbortController();
    const { signal } = control;
    stops.set(answer.id, control);
    let message = answer;
    let drawing: ReturnType<typeof setTimeout> | undefined;
    const draw = () => {
      clearTimeout(drawing);
      drawing = undefined;
      update(message);
    };
    announce('Writing an answer');
    await runAnswer(chatRequest(model, turns, settings), {
      ask,
      signal,
      serverIsBack: () => serverIsBack(signal, PATIENCE_MS),
      update: (changes) => {
        message = { ...message, ...changes };
        if (changes.stats && 'contextTokens' in model) {
          message.stats = { ...changes.stats, contextTokens: model.contextTokens };
        }
        if (changes.progress !== undefined) models.tellProgress(model.id, changes.progress);
        if (message.state === 'writing') drawing ??= setTimeout(draw, DRAW_MS);
        else draw();
      },
    });
    stops.delete(answer.id);
    if (store.current.id === conversation) announce(message.error ?? 'The answer is finished');
    void models.refresh();
  }

  const newAnswer = (parent: string): Message =>
    newMessage(
      {
        conversation: store.current.id,
        parent,
        role: 'assistant',
        text: '',
        state: 'writing',
        model: models.find(store.current.model)?.id ?? store.current.model,
      },
      Date.now() + 1,
    );

  /** Asks after a message; `null` begins the conversation, or another beginning of it. */
  function askAfter(parent: string | null, text: string): void {
    const question = newMessage({ conversation: store.current.id, parent, role: 'user', text });
    const answer = newAnswer(question.id);
    const names = parent === null && !store.current.named;
    add([question, answer], names ? titleFrom(text) : undefined);
    void write(answer);
  }

  onMount(() => {
    void library.start();
    const follow = () => {
      const id = location.hash.slice(1);
      if (id !== store.current.id) void (id ? library.open(id) : library.startNew());
    };
    window.addEventListener('popstate', follow);
    onCleanup(() => window.removeEventListener('popstate', follow));
  });

  return {
    models,
    library,
    announcement,
    announce,
    send: (text: string) => askAfter(store.current.leaf, text),
    /** Sends a message of its reader in another wording: a new branch. */
    edit: (message: Message, text: string) => askAfter(message.parent, text),
    /** Another answer to the same question: a new branch. */
    regenerate: (message: Message) => {
      const answer = newAnswer(message.parent as string);
      add([answer]);
      void write(answer);
    },
    /** Shows another branch. */
    show: (message: Message) => change({ leaf: newestLeafUnder(store.messages, message.id) }),
    /** The answer that this page is writing. */
    writing: () => library.path().findLast((message) => message.state === 'writing' && stops.has(message.id)),
    /** Ends the answer that is being written; what came of it stays. */
    stop: () => {
      for (const { id } of library.path()) stops.get(id)?.abort();
    },
  };
}

export type Chat = ReturnType<typeof createChat>;
