// docs/dependencies.md against the package.json files: each package is named with its licence and a reason, and no other.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A table row: | `name` | licence | reason | */
const ROW = /^\|\s*`([^`]+)`\s*\|\s*([^|]*?)\s*\|\s*([^|]*?)\s*\|$/gm;

/** @param {string} page @returns {Map<string, { licence: string, reason: string }>} by package name */
function namedDependencies(page) {
  return new Map([...page.matchAll(ROW)].map(([, name, licence, reason]) => [name, { licence, reason }]));
}

/** Names of all packages from elsewhere that some package.json of ours asks for, each with the folders that ask. */
export function usedDependencies(workspaces) {
  const used = new Map();
  for (const folder of ['.', ...workspaces]) {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    for (const name of Object.keys({ ...dependencies, ...devDependencies }))
      if (!name.startsWith('@predict-otron/')) used.set(name, [...(used.get(name) ?? []), folder]);
  }
  return used;
}

/** Where npm put a package that one of the folders uses. */
function licenceOf(name, folders) {
  const manifest = [...folders, '.']
    .map((folder) => join(folder, 'node_modules', name, 'package.json'))
    .find((path) => existsSync(path));
  return manifest && JSON.parse(readFileSync(manifest, 'utf8')).license;
}

/**
 * @param {string} page text of docs/dependencies.md
 * @param {Map<string, string[]>} used from `usedDependencies`
 * @param {(name: string, folders: string[]) => string | undefined} licence of an installed package
 * @returns {string[]} one sentence for each problem
 */
export function dependencyProblems(page, used, licence = licenceOf) {
  const named = namedDependencies(page);
  const problems = [...named.keys()].filter((name) => !used.has(name)).map((name) => `${name} is named but not used`);
  for (const [name, folders] of used) {
    const row = named.get(name);
    const installed = licence(name, folders);
    if (!row) problems.push(`${name} (${folders.join(', ')}) is not named`);
    else if (row.reason === '') problems.push(`${name} has no reason`);
    else if (installed && row.licence !== installed) problems.push(`${name}: the licence is ${installed}`);
  }
  return problems;
}
