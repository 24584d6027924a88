import { Show } from 'solid-js';

/** What an answer waits for, with a bar where it is known how far that is. */
export function Waiting(props: { for?: string; progress?: number }) {
  return (
    <div class="waiting">
      <Show when={props.progress === undefined}>
        <span class="dots" aria-hidden="true">
          <i />
          <i />
          <i />
        </span>
      </Show>
      <span>{props.for ?? <span class="unseen">Reading the conversation</span>}</span>
      <Show when={props.progress !== undefined}>
        <progress max="1" value={props.progress} aria-label="Load of the model" />
      </Show>
    </div>
  );
}
