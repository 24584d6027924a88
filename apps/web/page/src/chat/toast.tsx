import { createEffect, onCleanup, Show } from 'solid-js';

const SHOWN_MS = 8000;

/** Something that happened, with a way back. */
export interface ToastContent {
  text: string;
  action?: { label: string; run(): void };
}

export function Toast(props: { content?: ToastContent; close(): void }) {
  createEffect(() => {
    if (!props.content) return;
    const timer = setTimeout(props.close, SHOWN_MS);
    onCleanup(() => clearTimeout(timer));
  });
  return (
    <div class="toast" role="status" data-shown={props.content ? '' : undefined}>
      <span>{props.content?.text}</span>
      <Show when={props.content?.action}>
        {(action) => (
          <button
            type="button"
            onClick={() => {
              action().run();
              props.close();
            }}
          >
            {action().label}
          </button>
        )}
      </Show>
    </div>
  );
}
