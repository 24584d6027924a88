// The projects of nest-cli.json, and how they depend on each other.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const SCOPE = '@predict-otron/';

/**
 * `inputs`: files beside its sources that it is built from, where these are not its own package.json and tsconfig.json.
 * @typedef {{ name: string, root: string, dependencies: string[], inputs?: string[] }} Project
 */

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

/**
 * @param {Project[]} projects
 * @returns {Project[]} each after those it depends on; a circle throws
 */
export function inBuildOrder(projects) {
  const byName = new Map(projects.map((project) => [project.name, project]));
  const ordered = new Set();
  const visit = (project, path) => {
    if (ordered.has(project)) return;
    if (path.includes(project.name)) throw new Error(`circular dependency: ${[...path, project.name].join(' -> ')}`);
    for (const name of project.dependencies) visit(byName.get(name), [...path, project.name]);
    ordered.add(project);
  };
  for (const project of projects) visit(project, []);
  return [...ordered];
}

/** A package that is bundled needs its parts at build time alone. */
const namesOf = ({ dependencies, devDependencies }) => Object.keys({ ...dependencies, ...devDependencies });

/** @returns {Project[]} all projects in build order */
export function readProjects() {
  const roots = Object.entries(readJson('nest-cli.json').projects).map(([name, { root }]) => [name, root]);
  const names = new Set(roots.map(([name]) => name));
  const projects = roots.map(([name, root]) => ({
    name,
    root,
    dependencies: namesOf(readJson(join(root, 'package.json')))
      .filter((dependency) => dependency.startsWith(SCOPE))
      .map((dependency) => dependency.slice(SCOPE.length))
      .filter((dependency) => names.has(dependency)),
  }));
  return inBuildOrder(projects);
}

/**
 * @param {Project[]} projects @param {string[]} names
 * @returns {Project[]} the named projects and all that they depend on
 */
export function withDependencies(projects, names) {
  const wanted = new Set(names);
  for (const { name, dependencies } of projects.toReversed())
    if (wanted.has(name)) for (const dependency of dependencies) wanted.add(dependency);
  return projects.filter(({ name }) => wanted.has(name));
}
