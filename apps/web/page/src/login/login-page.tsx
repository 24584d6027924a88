import { Show } from 'solid-js';
import type { PageState } from '../../../src/shared/page-state.js';
import { ErrorNote } from '../components/error-note.jsx';

/** Asks for an API key. A plain form: no script ever sees the key. */
export function LoginPage(props: { state: PageState }) {
  return (
    <main class="login">
      <form method="post" action="login">
        <img src="assets/icon.svg" alt="" width="44" height="44" />
        <h1>Log in to predict-otron</h1>
        <p>This server needs an API key. Whoever runs it can give you one.</p>
        <Show when={props.state.problem}>{(problem) => <ErrorNote message={problem()} />}</Show>
        <label for="key">API key</label>
        <input id="key" name="key" type="password" autocomplete="current-password" required autofocus />
        <Show when={props.state.next}>{(next) => <input type="hidden" name="next" value={next()} />}</Show>
        <button type="submit" class="primary">
          Log in
        </button>
        <p class="note">A cookie that scripts cannot read keeps you logged in for 12 hours.</p>
      </form>
    </main>
  );
}
