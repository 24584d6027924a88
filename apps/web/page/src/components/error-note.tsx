import { Show } from 'solid-js';
import { Icon } from './icon.jsx';

/** What went wrong, where it did, with a way to try again. */
export function ErrorNote(props: { message: string; retry?: () => void; login?: boolean }) {
  return (
    <div class="error" role="alert">
      <Icon name="warning" />
      <p>{props.message}</p>
      <Show when={props.login}>
        <a class="button" href="login">
          Log in
        </a>
      </Show>
      <Show when={props.retry}>
        {(retry) => (
          <button type="button" onClick={() => retry()()}>
            Try again
          </button>
        )}
      </Show>
    </div>
  );
}
