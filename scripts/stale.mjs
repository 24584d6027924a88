// Which projects of nest-cli.json must be built again: their own sources changed, or those of a project they depend on.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const STAMP = '.built';

/** @typedef {Record<string, { root: string }>} Projects */

/** Hash of the names, sizes and times of all that a project is built from. */
function fingerprint(root) {
  const hash = createHash('sha256');
  const files = [
    'package.json',
    'tsconfig.json',
    ...readdirSync(join(root, 'src'), { recursive: true }).map((name) => join('src', String(name))),
  ];
  for (const file of files.sort()) {
    const stat = statSync(join(root, file));
    if (stat.isFile()) hash.update(`${file} ${stat.size} ${stat.mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/** Names of the projects that a project depends on, through any number of others. */
function dependencies(projects, name, seen = new Set()) {
  const manifest = JSON.parse(readFileSync(join(projects[name].root, 'package.json'), 'utf8'));
  for (const dependency of Object.keys(manifest.dependencies ?? {})) {
    const project = dependency.replace('@predict-otron/', '');
    if (project !== dependency && projects[project] && !seen.has(project)) {
      seen.add(project);
      dependencies(projects, project, seen);
    }
  }
  return seen;
}

/** What the stamp of an up-to-date build says. */
function stampOf(projects, name, prints) {
  const parts = [name, ...[...dependencies(projects, name)].sort()].map((project) => prints.get(project));
  return createHash('sha256').update(parts.join('\n')).digest('hex');
}

/** @param {Projects} projects */
function fingerprints(projects) {
  return new Map(Object.entries(projects).map(([name, { root }]) => [name, fingerprint(root)]));
}

/** @param {Projects} projects @returns {string[]} in the order of the projects */
export function staleProjects(projects) {
  const prints = fingerprints(projects);
  return Object.keys(projects).filter((name) => {
    const stamp = join(projects[name].root, 'dist', STAMP);
    return !existsSync(stamp) || readFileSync(stamp, 'utf8') !== stampOf(projects, name, prints);
  });
}

/** @param {Projects} projects @param {string[]} names */
export function markBuilt(projects, names) {
  const prints = fingerprints(projects);
  for (const name of names) writeFileSync(join(projects[name].root, 'dist', STAMP), stampOf(projects, name, prints));
}
