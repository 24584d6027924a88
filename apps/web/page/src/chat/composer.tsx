import { onMount, Show } from 'solid-js';
import { Icon } from '../components/icon.jsx';
import type { Chat } from './create-chat.js';

/** Where people write. A plain form, which the server answers by itself where no script runs. */
export function Composer(props: { chat: Chat; editLast(): void }) {
  let box!: HTMLTextAreaElement;
  const send = () => {
    // what was written before this script was there counts as well
    const message = box.value.trim();
    if (message === '' || props.chat.writing()) return;
    props.chat.send(message);
    box.value = '';
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      send();
    } else if (event.key === 'ArrowUp' && box.value === '') {
      event.preventDefault();
      props.editLast();
    }
  };
  // on a touch screen the keyboard would cover half of the page
  onMount(() => matchMedia('(hover: hover)').matches && box.focus());
  return (
    <form
      id="composer"
      class="composer"
      method="post"
      action="./"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div class="box">
        <textarea
          ref={box}
          name="message"
          rows="1"
          required
          aria-label="Message"
          placeholder="Write a message"
          onKeyDown={onKeyDown}
        />
        <Show
          when={props.chat.writing()}
          fallback={
            <button type="submit" class="send" aria-label="Send" title="Send (Enter)">
              <Icon name="send" />
            </button>
          }
        >
          <button type="button" class="send" aria-label="Stop" title="Stop (Esc)" onClick={() => props.chat.stop()}>
            <Icon name="stop" />
          </button>
        </Show>
      </div>
      <p class="hint needs-js">
        <kbd>Enter</kbd> sends, <kbd>Shift Enter</kbd> starts a line, <kbd>Ctrl K</kbd> finds anything
      </p>
    </form>
  );
}
