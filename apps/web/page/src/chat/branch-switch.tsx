import { Show } from 'solid-js';
import { Icon } from '../components/icon.jsx';
import { siblingsOf } from '../conversation/branches.js';
import type { Message } from '../conversation/message.js';
import type { Chat } from './create-chat.js';

/** Goes from one wording of a message, or one answer, to the next. */
export function BranchSwitch(props: { chat: Chat; message: Message }) {
  const all = () => siblingsOf(props.chat.library.library.messages, props.message);
  const place = () => all().findIndex(({ id }) => id === props.message.id);
  const go = (step: number) => {
    const other = all()[place() + step];
    if (other) props.chat.show(other);
  };
  return (
    <Show when={all().length > 1}>
      <span class="branches">
        <button
          type="button"
          class="quiet"
          aria-label="Previous version"
          disabled={place() === 0}
          onClick={() => go(-1)}
        >
          <Icon name="left" />
        </button>
        <span>
          <span class="unseen">Version </span>
          {place() + 1}/{all().length}
        </span>
        <button
          type="button"
          class="quiet"
          aria-label="Next version"
          disabled={place() === all().length - 1}
          onClick={() => go(1)}
        >
          <Icon name="right" />
        </button>
      </span>
    </Show>
  );
}
