import type { ModelSummary } from './model-summary.js';
import type { PostedChat } from './posted-chat.js';

/** The pages that there are. */
export type PageName = 'chat' | 'status' | 'embeddings';

/** What a page is rendered from, on the server and again in the browser: plain data. */
export interface PageState {
  page: PageName;
  /** The models that can chat, or on `/embeddings` those that embed. */
  models: ModelSummary[];
  /** Why there is no list of models: one sentence. */
  problem?: string;
  /** What a form sent: then the page shows this conversation. */
  posted?: PostedChat;
}
