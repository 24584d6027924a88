import { Match, Switch } from 'solid-js';
import type { PageState } from '../../src/shared/page-state.js';
import { ChatPage } from './chat/chat-page.jsx';
import { PostedPage } from './chat/posted-page.jsx';
import { EmbeddingsPage } from './embeddings/embeddings-page.jsx';
import { StatusPage } from './status/status-page.jsx';

/** The page that a state asks for, as the server renders it. */
export function Page(state: PageState) {
  return (
    <Switch>
      <Match when={state.posted}>{(posted) => <PostedPage state={state} posted={posted()} />}</Match>
      <Match when={state.page === 'chat'}>
        <ChatPage state={state} />
      </Match>
      <Match when={state.page === 'status'}>
        <StatusPage />
      </Match>
      <Match when={state.page === 'embeddings'}>
        <EmbeddingsPage state={state} />
      </Match>
    </Switch>
  );
}
