import type { PageState } from '../../src/shared/page-state.js';
import { ChatPage } from './chat/chat-page.jsx';
import { PostedPage } from './chat/posted-page.jsx';
import { EmbeddingsPage } from './embeddings/embeddings-page.jsx';
import { LoginPage } from './login/login-page.jsx';
import { StatusPage } from './status/status-page.jsx';

/** The page that a state asks for. A plain choice: the browser hydrates the very same component, without one around it. */
export function pageFor(state: PageState) {
  if (state.posted) return <PostedPage state={state} posted={state.posted} />;
  switch (state.page) {
    case 'login':
      return <LoginPage state={state} />;
    case 'status':
      return <StatusPage state={state} />;
    case 'embeddings':
      return <EmbeddingsPage state={state} />;
    default:
      return <ChatPage state={state} />;
  }
}
