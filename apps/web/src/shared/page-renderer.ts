import type { PageState } from './page-state.js';

/** What the build of the page exports for the server. */
export interface PageRenderer {
  /** The page's body. Where an answer is to be streamed, it holds `ANSWER_MARK`. */
  render(state: PageState): string;
  /** Text as HTML. */
  escapeText(text: string): string;
  /** An answer in Markdown as HTML; HTML in it stays text. */
  renderAnswer(markdown: string): string;
  /** A sentence that says what went wrong; `login`: with the way to the login. */
  renderError(message: string, login: boolean): string;
  /** Runs before anything is shown: sets the theme, and catches events until the page lives. */
  bootScript: string;
}

/** Stands where the answer goes. */
export const ANSWER_MARK = '<!--answer-->';
