import type { PageState } from '../../src/shared/page-state.js';

/** What the server has rendered the page from. */
export function readState(): PageState {
  return JSON.parse(document.getElementById('state')?.textContent ?? '{}');
}

/** The element that the page stands in. */
export function pageElement(): HTMLElement {
  const element = document.getElementById('page');
  if (!element) throw new Error('The document has no page.');
  return element;
}
