import { createSignal, Show } from 'solid-js';
import type { PageState } from '../../../src/shared/page-state.js';
import { Sidebar } from '../sidebar/sidebar.jsx';
import { Composer } from './composer.jsx';
import { createChat } from './create-chat.js';
import { EmptyState } from './empty-state.jsx';
import { handleKeys } from './handle-keys.js';
import { MessageList } from './message-list.jsx';
import { Palette } from './palette.jsx';
import { Toast, type ToastContent } from './toast.jsx';
import { TopBar } from './top-bar.jsx';

/** Conversations with a model. */
export function ChatPage(props: { state: PageState }) {
  const chat = createChat(props.state);
  const [editing, setEditing] = createSignal<string>();
  const [paletteOpen, setPaletteOpen] = createSignal(false);
  const [toast, setToast] = createSignal<ToastContent>();
  handleKeys({ chat, setEditing, openPalette: () => setPaletteOpen(true) });
  return (
    <div class="frame">
      <Sidebar chat={chat} loggedIn={props.state.loggedIn} tell={setToast} search={() => setPaletteOpen(true)} />
      <main class="chat">
        <TopBar chat={chat} />
        <Show when={chat.library.path().length > 0} fallback={<EmptyState chat={chat} />}>
          <h1 class="unseen">{chat.library.library.current.title}</h1>
          <MessageList chat={chat} editing={editing()} setEditing={setEditing} />
        </Show>
        <Composer
          chat={chat}
          editLast={() => setEditing(chat.library.path().findLast(({ role }) => role === 'user')?.id)}
        />
      </main>
      <Palette chat={chat} open={paletteOpen()} close={() => setPaletteOpen(false)} />
      <Toast content={toast()} close={() => setToast(undefined)} />
      <p class="unseen" role="status">
        {chat.announcement()}
      </p>
    </div>
  );
}
