import { For, Show } from 'solid-js';
import { ErrorNote } from '../components/error-note.jsx';
import type { Chat } from './create-chat.js';

/** Questions that the embedded model answers well. */
const EXAMPLES = [
  { title: 'A capital', text: 'What is the capital of France?' },
  { title: 'A reason', text: 'Why is the sky blue?' },
  { title: 'A small sum', text: 'What is 7 plus 5?' },
  { title: 'A short poem', text: 'Write a short poem.' },
];

/** A conversation that has not begun. Each example is a button of the form, so that it works without a script as well. */
export function EmptyState(props: { chat: Chat }) {
  return (
    <section class="empty" aria-labelledby="welcome">
      <img src="assets/icon.svg" alt="" width="44" height="44" />
      <h1 id="welcome">What would you like to know?</h1>
      <p>Nothing leaves your own server: the model runs there, and conversations are kept in this browser.</p>
      <Show when={props.chat.models.problem()}>
        {(problem) => (
          <ErrorNote
            message={problem()}
            retry={() => void props.chat.models.refresh()}
            login={props.chat.models.needsKey()}
          />
        )}
      </Show>
      <ul class="examples">
        <For each={EXAMPLES}>
          {({ title, text }) => (
            <li>
              <button
                type="submit"
                form="composer"
                name="message"
                value={text}
                formnovalidate
                onClick={(event) => {
                  event.preventDefault();
                  props.chat.send(text);
                }}
              >
                <span>{title}</span>
                {text}
              </button>
            </li>
          )}
        </For>
      </ul>
    </section>
  );
}
