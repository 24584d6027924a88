import { createHash } from 'node:crypto';
import { ANSWER_MARK, type PageRenderer } from '../shared/page-renderer.js';
import type { PageState } from '../shared/page-state.js';

/** Files that a page loads, relative to it. */
export interface PageParts {
  scripts: string[];
  preloads: string[];
  styles: string[];
}

/** A page in two parts; an answer can be streamed between them. */
export interface PageDocument {
  before: string;
  after: string;
}

/** How pages get to the browser: as they were built, or in development from their sources. */
export interface Rendering extends Pick<PageRenderer, 'escapeText' | 'renderAnswer' | 'renderError' | 'bootScript'> {
  renderPage(state: PageState): PageDocument;
  /** Folder with the files that pages ask for, with a slash at its end. */
  assetFolder: string;
  development?: boolean;
}

const TITLES = {
  chat: 'predict-otron',
  status: 'Status · predict-otron',
  embeddings: 'Embeddings · predict-otron',
  login: 'Log in · predict-otron',
};

/** The name under which a boot script is served. */
export function bootName(bootScript: string): string {
  return `boot-${createHash('sha256').update(bootScript).digest('hex').slice(0, 8)}.js`;
}

/** The whole document around a page's body. It asks for nothing from elsewhere and holds no inline script. */
export function pageDocument(
  state: PageState,
  { render, bootScript }: Pick<PageRenderer, 'render' | 'bootScript'>,
  { scripts, preloads, styles }: PageParts,
): PageDocument {
  const [before = '', after = ''] = render(state).split(ANSWER_MARK);
  const head = [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="description" content="Chat with local language models.">',
    `<title>${TITLES[state.page]}</title>`,
    '<link rel="icon" href="assets/icon.svg" type="image/svg+xml">',
    `<script src="assets/${bootName(bootScript)}"></script>`,
    ...styles.map((file) => `<link rel="stylesheet" href="${file}">`),
    ...preloads.map((file) => `<link rel="modulepreload" href="${file}">`),
    ...scripts.map((file) => `<script type="module" src="${file}"></script>`),
    '</head><body><div id="page">',
  ];
  return {
    before: `${head.join('\n')}${before}`,
    after: `${after}</div><script type="application/json" id="state">${embeddable(state)}</script></body></html>\n`,
  };
}

/** JSON that cannot end the element that it stands in. */
function embeddable(state: PageState): string {
  return JSON.stringify(state).replaceAll('<', '\\u003c');
}
