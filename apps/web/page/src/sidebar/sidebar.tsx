import { createMemo, createSignal, For, Show } from 'solid-js';
import type { Chat } from '../chat/create-chat.js';
import { focusComposer } from '../chat/handle-keys.js';
import type { ToastContent } from '../chat/toast.jsx';
import { Icon } from '../components/icon.jsx';
import { PageLinks } from '../components/page-links.jsx';
import { ThemeButton } from '../components/theme-button.jsx';
import { ConversationItem } from './conversation-item.jsx';
import { FileMenu } from './file-menu.jsx';

interface SidebarProps {
  chat: Chat;
  loggedIn?: boolean;
  tell(toast: ToastContent): void;
  search(): void;
}

/** The conversations of this browser. On a phone it opens over the page. */
export function Sidebar(props: SidebarProps) {
  const { library } = props.chat;
  const [filter, setFilter] = createSignal('');
  const shown = createMemo(() => {
    const words = filter().toLowerCase();
    return library.library.conversations.filter(({ title }) => title.toLowerCase().includes(words));
  });
  const startNew = (event: Event) => {
    event.preventDefault();
    library.startNew();
    close();
    focusComposer();
  };
  return (
    <nav id="sidebar" class="sidebar" popover aria-label="Conversations">
      <div class="brand">
        <img src="assets/icon.svg" alt="" width="26" height="26" />
        <span>predict-otron</span>
        <ThemeButton />
      </div>
      <a class="new" href="./" onClick={startNew} title="New chat (Ctrl Shift O)">
        <Icon name="plus" />
        New chat
      </a>
      <label class="search needs-js">
        <Icon name="search" />
        <input
          type="search"
          placeholder="Search"
          aria-label="Search conversations"
          onInput={(event) => setFilter(event.currentTarget.value)}
        />
        <button
          type="button"
          class="quiet"
          title="Find anything (Ctrl K)"
          onClick={() => {
            close();
            props.search();
          }}
        >
          <span class="unseen">Find in all messages, </span>
          <kbd>Ctrl K</kbd>
          <span class="touch">In all text</span>
        </button>
      </label>
      <ul class="conversations">
        <For each={shown()}>
          {(conversation) => (
            <ConversationItem
              {...props}
              conversation={conversation}
              current={conversation.id === library.library.current.id}
              open={() => {
                void library.open(conversation.id);
                close();
              }}
            />
          )}
        </For>
      </ul>
      <Show when={library.ready() && shown().length === 0}>
        <p class="note">{filter() === '' ? 'Conversations will be listed here.' : 'No title has these words.'}</p>
      </Show>
      <FileMenu {...props} />
      <PageLinks current="chat" loggedIn={props.loggedIn} />
    </nav>
  );
}

/** On a phone it lies over the page. */
function close(): void {
  const sidebar = document.getElementById('sidebar');
  if (sidebar?.matches(':popover-open')) sidebar.hidePopover();
}
