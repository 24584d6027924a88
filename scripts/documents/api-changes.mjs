// Semantic versioning of plugin-sdk: what changed in its public types since its release needs a changeset that says so.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const PACKAGE = '@predict-otron/plugin-sdk';
const LEVELS = ['none', 'patch', 'minor', 'major'];

/** @param {{ name: string, bare: string }[]} api @param {string} version @returns {string} what is committed at a release */
export function apiReport(api, version) {
  return `${PACKAGE} ${version}\n\n${api.map(({ bare }) => bare).join('\n\n')}\n`;
}

/** @param {string} report @returns {{ version: string, types: Map<string, string> }} by name */
function parseReport(report) {
  const [head = '', ...types] = report.trim().split('\n\n');
  return { version: head.split(' ')[1] ?? '', types: new Map(types.map((text) => [nameOf(text), text])) };
}

const nameOf = (text) => /^export (?:declare )?(?:abstract )?(?:\w+) (\w+)/.exec(text)?.[1] ?? text;

/**
 * @param {string} before the report of the release @param {string} after that of the tree
 * @returns {{ breaking: string[], added: string[] }} names of types
 */
export function apiChanges(before, after) {
  const [released, current] = [parseReport(before).types, parseReport(after).types];
  const changed = [...released].filter(([name, text]) => current.get(name) !== text);
  const breaking = changed.filter(([name, text]) => !onlyAdds(text, current.get(name))).map(([name]) => name);
  const extended = changed.map(([name]) => name).filter((name) => !breaking.includes(name));
  return { breaking, added: [...extended, ...[...current.keys()].filter((name) => !released.has(name))] };
}

/** True where all lines are still there, in order, and each new one is a member that may be absent. */
function onlyAdds(text, later = '') {
  const old = text.split('\n');
  let next = 0;
  for (const line of later.split('\n')) {
    if (line === old[next]) next += 1;
    else if (!/^\s+(readonly )?\w+\?[(:]/.test(line)) return false;
  }
  return next === old.length;
}

/** The smallest rise of the version that the changes ask for; before 1.0.0 the minor number stands for the major one. */
export function neededLevel({ breaking, added }, version) {
  const early = version.startsWith('0.');
  if (breaking.length > 0) return early ? 'minor' : 'major';
  if (added.length > 0) return early ? 'patch' : 'minor';
  return 'none';
}

/** @param {string} folder of changesets @returns {string} the highest level that one of them gives the package */
export function announcedLevel(folder) {
  if (!existsSync(folder)) return 'none';
  const levels = readdirSync(folder)
    .filter((file) => file.endsWith('.md') && file !== 'README.md')
    .map((file) => levelIn(readFileSync(join(folder, file), 'utf8')));
  return LEVELS[Math.max(0, ...levels.map((level) => LEVELS.indexOf(level)))] ?? 'none';
}

/** @param {string} changeset `---`, then lines such as `"@predict-otron/plugin-sdk": minor`, `---`, then what changed */
function levelIn(changeset) {
  const [, head = ''] = changeset.split(/^---$/m);
  return new RegExp(`^["']?${PACKAGE}["']?: *(patch|minor|major)`, 'm').exec(head)?.[1] ?? 'none';
}

/** @returns {string[]} a sentence where the public types changed more than the changesets say */
export function apiProblems(before, after, folder = '.changeset') {
  const changes = apiChanges(before, after);
  const { version } = parseReport(before);
  const needed = neededLevel(changes, version);
  if (LEVELS.indexOf(announcedLevel(folder)) >= LEVELS.indexOf(needed)) return [];
  const what = [
    ...(changes.breaking.length > 0 ? [`changed or removed: ${changes.breaking.join(', ')}`] : []),
    ...(changes.added.length > 0 ? [`added: ${changes.added.join(', ')}`] : []),
  ];
  return [
    `The public types of ${PACKAGE} are not those of its release ${version} (${what.join('; ')}). ` +
      `Add a changeset (${folder}/README.md) of the level ${needed} or higher.`,
  ];
}
