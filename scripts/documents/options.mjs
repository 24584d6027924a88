/** Options and environment variables, as a help text or a page writes them. */
const NAMES = /(?<![\w-])--[a-z][a-z0-9-]*|\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g;

/** Every program has these; a page need not name them. */
const USUAL = ['--help', '--version'];

const namesIn = (text) => new Set((text.match(NAMES) ?? []).filter((name) => !USUAL.includes(name)));

/**
 * @param {string} page the text of docs/configuration.md
 * @param {string} help what `--help` prints
 * @param {string} launcher the source of what starts the program; it may know more variables
 * @returns {string[]} one sentence for each name that the page lacks, or that nobody knows
 */
export function optionProblems(page, help, launcher = '') {
  const inPage = namesIn(page);
  const inHelp = namesIn(help);
  const known = new Set([...inHelp, ...namesIn(launcher)]);
  return [
    ...[...inHelp].filter((name) => !inPage.has(name)).map((name) => `${name} is in --help but not on the page`),
    ...[...inPage].filter((name) => !known.has(name)).map((name) => `${name} is on the page but not in --help`),
  ];
}
