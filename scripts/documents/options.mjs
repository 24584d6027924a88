/** Options and environment variables, as a help text or a page writes them. */
const NAMES = /(?<![\w-])--[a-z][a-z0-9-]*|\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g;

const namesIn = (text) => new Set(text.match(NAMES) ?? []);

/**
 * @param {string} page the text of docs/configuration.md
 * @param {string} help what `--help` prints
 * @returns {string[]} one sentence for each name that only one of the two has
 */
export function optionProblems(page, help) {
  const inPage = namesIn(page);
  const inHelp = namesIn(help);
  return [
    ...[...inHelp].filter((name) => !inPage.has(name)).map((name) => `${name} is in --help but not on the page`),
    ...[...inPage].filter((name) => !inHelp.has(name)).map((name) => `${name} is on the page but not in --help`),
  ];
}
