import type { PageState } from '../../src/shared/page-state.js';
import { ChatPage } from './chat/chat-page.jsx';
import { PostedPage } from './chat/posted-page.jsx';
import { EmbeddingsPage } from './embeddings/embeddings-page.jsx';
import { StatusPage } from './status/status-page.jsx';

/** The page that a state asks for. A plain choice: the browser hydrates the very same component, without one around it. */
export function pageFor(state: PageState) {
  if (state.posted) return <PostedPage state={state} posted={state.posted} />;
  if (state.page === 'status') return <StatusPage />;
  return state.page === 'embeddings' ? <EmbeddingsPage state={state} /> : <ChatPage state={state} />;
}
