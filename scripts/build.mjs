// `npm run build [-- PROJECT …]`: builds what changed since its last build, dependencies first, with `nest build`, then
// bundles the applications among them. The page that belongs to the project `web` is Vite's.
import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { buildPage } from './build-page.mjs';
import { bundleApplications } from './bundle.mjs';
import { readProjects, withDependencies } from './projects.mjs';
import { beginBuild, finishBuild, hasNewOutput, inputPrints, isStale } from './stale.mjs';

const NEST = 'node_modules/@nestjs/cli/bin/nest.js';

/**
 * Builds the stale ones among the named projects and their dependencies, or among all when none is named.
 * @param {string[]} names
 * @returns {Promise<boolean>} whether everything is up to date now
 */
export async function build(names = []) {
  const projects = readProjects();
  const unknown = names.filter((name) => !projects.some((project) => project.name === name));
  if (unknown.length > 0) {
    console.error(`no such project: ${unknown.join(', ')}. Known: ${projects.map(({ name }) => name).join(', ')}`);
    return false;
  }
  const prints = inputPrints(projects);
  const wanted = names.length > 0 ? withDependencies(projects, names) : projects;
  if (wanted.some(({ name }) => name === 'web') && !buildPage()) return false;
  const stale = wanted.filter((project) => isStale(project, prints.get(project.name)));
  if (!buildStale(stale, prints)) return false;
  const bundled = await bundleApplications(wanted, prints);
  if (bundled.length > 0) console.log(`bundled ${bundled.join(', ')}`);
  return true;
}

/** @param {import('./projects.mjs').Project[]} stale @param {Map<string, string>} prints @returns {boolean} whether all went well */
function buildStale(stale, prints) {
  if (stale.length === 0) return true;
  console.log(`building ${stale.map(({ name }) => name).join(', ')}`);
  const started = performance.now();
  const begun = new Map(stale.map((project) => [project, beginBuild(project)]));
  const nest = spawnSync(process.execPath, [NEST, 'build', ...stale.map(({ name }) => name)], { stdio: 'inherit' });
  const written = stale.filter((project) => hasNewOutput(project, begun.get(project)));
  // nest stops at the first project with an error, which it writes all the same
  const built = nest.status === 0 ? written : written.slice(0, -1);
  for (const project of built) finishBuild(project, begun.get(project), prints.get(project.name));
  if (nest.status === 0)
    for (const { name, root } of stale.filter((project) => !written.includes(project)))
      console.error(`${name}: nothing was written; are there sources in ${root}/src?`);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`built ${built.length} of ${stale.length} projects in ${seconds} s`);
  return nest.status === 0 && built.length === stale.length;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) process.exit((await build(process.argv.slice(2))) ? 0 : 1);
