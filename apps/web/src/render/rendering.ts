import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { PageRenderer } from '../shared/page-renderer.js';
import type { PageName, PageState } from '../shared/page-state.js';
import { type PageDocument, type PageParts, pageDocument } from './page-document.js';

/** Where the build puts what the browser gets. */
const CLIENT = fileURLToPath(new URL('../../page/dist/client/', import.meta.url));
const SERVER = new URL('../../page/dist/server/entry-server.js', import.meta.url);

/** An entry of Vite's manifest. */
interface ManifestEntry {
  file: string;
  css?: string[];
  imports?: string[];
}

const renderer: PageRenderer = await import(SERVER.href);
const manifest: Record<string, ManifestEntry> = JSON.parse(readFileSync(`${CLIENT}manifest.json`, 'utf8'));

/** Folder with the files that pages ask for. */
export const assetFolder = `${CLIENT}assets/`;

/** Renders a page of the build. */
export function renderPage(state: PageState): PageDocument {
  return pageDocument(state, renderer, partsOf(state.page));
}

/** Formats an answer. */
export const { escapeText, renderAnswer, renderError, bootScript } = renderer;

const known = new Map<PageName, PageParts>();

/** The files of a page's entry and of all that it imports. */
function partsOf(page: PageName): PageParts {
  const found = known.get(page);
  if (found) return found;
  const entries = new Map<string, ManifestEntry>();
  const visit = (key: string) => {
    const entry = manifest[key];
    if (!entry || entries.has(key)) return;
    entries.set(key, entry);
    entry.imports?.forEach(visit);
  };
  // a form that no script touches, in the style of the others
  const still = page === 'login';
  visit(`src/entry-${still ? 'chat' : page}.tsx`);
  const [own, ...imported] = [...entries.values()];
  const parts = {
    scripts: own && !still ? [own.file] : [],
    preloads: still ? [] : imported.map(({ file }) => file),
    styles: [...new Set([...entries.values()].flatMap(({ css = [] }) => css))],
  };
  known.set(page, parts);
  return parts;
}
