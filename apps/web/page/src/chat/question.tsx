import { createEffect, Show } from 'solid-js';
import { CopyButton } from '../components/copy-button.jsx';
import { Icon } from '../components/icon.jsx';
import type { Message } from '../conversation/message.js';
import { BranchSwitch } from './branch-switch.jsx';
import type { Chat } from './create-chat.js';
import { focusComposer } from './handle-keys.js';

interface QuestionProps {
  chat: Chat;
  message: Message;
  editing: boolean;
  setEditing(id: string | undefined): void;
}

/** What a person has written; can be sent in another wording. */
export function Question(props: QuestionProps) {
  return (
    <li class="question">
      <h2 class="unseen">You</h2>
      <Show when={!props.editing} fallback={<Editor {...props} />}>
        <div class="actions">
          <BranchSwitch chat={props.chat} message={props.message} />
          <CopyButton text={() => props.message.text} label="Copy message" />
          <button
            type="button"
            class="quiet"
            aria-label="Edit message"
            title="Edit (↑ in an empty message box)"
            onClick={() => props.setEditing(props.message.id)}
          >
            <Icon name="edit" />
          </button>
        </div>
        <div class="bubble">{props.message.text}</div>
      </Show>
    </li>
  );
}

function Editor(props: QuestionProps) {
  let box!: HTMLTextAreaElement;
  const close = () => {
    props.setEditing(undefined);
    focusComposer();
  };
  const send = () => {
    const text = box.value.trim();
    if (text === '') return;
    props.chat.stop();
    props.chat.edit(props.message, text);
    close();
  };
  createEffect(() => {
    box.focus();
    box.setSelectionRange(box.value.length, box.value.length);
  });
  return (
    <form
      class="editor"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        ref={box}
        rows="2"
        aria-label="Edit message"
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            event.preventDefault();
            close();
          } else if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
            event.preventDefault();
            send();
          }
        }}
      >
        {props.message.text}
      </textarea>
      <div class="row">
        <button type="button" onClick={close}>
          Cancel
        </button>
        <button type="submit" class="primary">
          Send
        </button>
      </div>
    </form>
  );
}
