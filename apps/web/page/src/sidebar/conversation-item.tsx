import { createEffect, createSignal, Show } from 'solid-js';
import type { Chat } from '../chat/create-chat.js';
import type { ToastContent } from '../chat/toast.jsx';
import { Icon } from '../components/icon.jsx';
import type { Conversation } from '../conversation/conversation.js';

interface ItemProps {
  chat: Chat;
  conversation: Conversation;
  current: boolean;
  tell(toast: ToastContent): void;
  open(): void;
}

/** One conversation in the list: opens it, renames it, deletes it with a way back. */
export function ConversationItem(props: ItemProps) {
  const { library } = props.chat;
  const [renaming, setRenaming] = createSignal(false);
  const remove = async () => {
    const removed = await library.remove(props.conversation.id);
    if (!removed) return;
    props.tell({
      text: `“${removed.conversation.title}” is deleted.`,
      action: { label: 'Undo', run: () => void library.addWhole([removed]) },
    });
  };
  return (
    <li data-current={props.current ? '' : undefined}>
      <Show
        when={renaming()}
        fallback={
          <>
            <a
              href={`#${props.conversation.id}`}
              aria-current={props.current ? 'page' : undefined}
              title={props.conversation.title}
              onDblClick={() => setRenaming(true)}
              onClick={(event) => {
                event.preventDefault();
                props.open();
              }}
            >
              {props.conversation.title}
            </a>
            <button
              type="button"
              class="quiet"
              aria-label={`Rename ${props.conversation.title}`}
              title="Rename"
              onClick={() => setRenaming(true)}
            >
              <Icon name="edit" />
            </button>
            <button
              type="button"
              class="quiet"
              aria-label={`Delete ${props.conversation.title}`}
              title="Delete"
              onClick={remove}
            >
              <Icon name="trash" />
            </button>
          </>
        }
      >
        <TitleField
          title={props.conversation.title}
          done={(title) => {
            if (title !== undefined) library.rename(props.conversation.id, title);
            setRenaming(false);
          }}
        />
      </Show>
    </li>
  );
}

function TitleField(props: { title: string; done(title?: string): void }) {
  let field!: HTMLInputElement;
  createEffect(() => field.select());
  return (
    <input
      ref={field}
      value={props.title}
      aria-label="Title"
      onBlur={() => props.done(field.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') props.done(field.value);
        if (event.key !== 'Escape') return;
        event.preventDefault();
        props.done();
      }}
    />
  );
}
