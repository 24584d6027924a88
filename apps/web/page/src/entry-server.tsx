import { escape as escapeHtml, generateHydrationScript, renderToString } from 'solid-js/web';
import type { PageRenderer } from '../../src/shared/page-renderer.js';
import { boot } from './boot.js';
import { ErrorNote } from './components/error-note.jsx';
import { Markdown } from './markdown/markdown.jsx';
import { pageFor } from './page.jsx';

/** Without the element around it: it is served as a file. */
const hydration = generateHydrationScript().replace(/<\/?script[^>]*>|<!--.*?-->/g, '');

export const bootScript: PageRenderer['bootScript'] = `(${boot})();${hydration}`;
export const escapeText: PageRenderer['escapeText'] = (text) => escapeHtml(text);
export const render: PageRenderer['render'] = (state) => renderToString(() => pageFor(state));
export const renderAnswer: PageRenderer['renderAnswer'] = (text) => renderToString(() => <Markdown text={text} />);
export const renderError: PageRenderer['renderError'] = (message, login) =>
  renderToString(() => <ErrorNote message={message} login={login} />);
