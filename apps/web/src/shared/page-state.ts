import type { ModelSummary } from './model-summary.js';
import type { PostedChat } from './posted-chat.js';

/** The pages that there are. */
export type PageName = 'chat' | 'status' | 'embeddings' | 'login';

/** What a page is rendered from, on the server and again in the browser: plain data. */
export interface PageState {
  page: PageName;
  /** The models that can chat, or on `/embeddings` those that embed. */
  models: ModelSummary[];
  /** Why there is no list of models, or why the last login failed: one sentence. */
  problem?: string;
  /** The reader has given a key, and can take it back. */
  loggedIn?: boolean;
  /** The page to go on with after the login; not given: the chat. */
  next?: string;
  /** What a form sent: then the page shows this conversation. */
  posted?: PostedChat;
}
