import { createEffect, createSignal, For, onMount, Show } from 'solid-js';
import { Icon } from '../components/icon.jsx';
import { Answer } from './answer.jsx';
import type { Chat } from './create-chat.js';
import { Question } from './question.jsx';

/** Distance from the end, in pixels, within which the list follows what is written. */
const NEAR_END = 60;

/** The shown branch of the conversation; follows the answer unless its reader has scrolled up. */
export function MessageList(props: { chat: Chat; editing?: string; setEditing(id: string | undefined): void }) {
  let box!: HTMLElement;
  const [atEnd, setAtEnd] = createSignal(true);
  const toEnd = () => box.scrollTo({ top: box.scrollHeight });
  const path = props.chat.library.path;
  createEffect(() => {
    const last = path().at(-1);
    // read so that each piece of text runs this again
    void [last?.text.length, last?.state, last?.waiting];
    if (atEnd()) queueMicrotask(toEnd);
  });
  createEffect(() => {
    void props.chat.library.library.current.id;
    setAtEnd(true);
    queueMicrotask(toEnd);
  });
  onMount(toEnd);
  return (
    <section
      class="scroll"
      ref={box}
      tabindex="0"
      aria-label="Conversation"
      onScroll={() => setAtEnd(box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END)}
    >
      <ol class="messages">
        <For each={path()}>
          {(message) => (
            <Show
              when={message.role === 'user'}
              fallback={<Answer chat={props.chat} message={message} last={path().at(-1)?.id === message.id} />}
            >
              <Question
                chat={props.chat}
                message={message}
                editing={props.editing === message.id}
                setEditing={props.setEditing}
              />
            </Show>
          )}
        </For>
      </ol>
      <Show when={!atEnd()}>
        <button type="button" class="to-end" aria-label="Go to the end" onClick={toEnd}>
          <Icon name="down" />
        </button>
      </Show>
    </section>
  );
}
