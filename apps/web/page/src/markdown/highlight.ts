import highlighter from 'highlight.js/lib/common';

/** Code as HTML with its parts marked and everything escaped; undefined for a language that is not known. */
export function highlight(code: string, language: string): string | undefined {
  if (!highlighter.getLanguage(language)) return undefined;
  return highlighter.highlight(code, { language, ignoreIllegals: true }).value;
}
