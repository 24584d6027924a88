// Makes one program of each application's many modules and its plugins, because Node spends most of a start on finding and
// reading files.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { isStamped, stamp } from './stale.mjs';

/** @typedef {import('./projects.mjs').Project} Project */

/** Stay packages of their own: they hold binaries or find files by their own place, or are loaded late. */
const APART =
  /^(@reflink\/reflink|@node-llama-cpp\/[^/]+|onnxruntime-node|@anush008\/tokenizers|swagger-ui-dist|@predict-otron\/web|vite)(\/|$)/;

/** What is bundled, beside the sources: another lock file brings other modules. */
const SHARED_INPUTS = ['package-lock.json', 'scripts/bundle.mjs'];

const isApplication = ({ root }) => root.startsWith('apps/') && existsSync(entryOf({ root }));
const entryOf = ({ root }) => join(root, 'dist', 'main.js');
const folderOf = ({ root }) => join(root, 'bundle');

/**
 * Bundles those of the applications in `apps` that changed; a page has no `main.js`.
 * @param {Project[]} projects built ones @param {Map<string, string>} prints their inputs, by name
 * @returns {Promise<string[]>} the names of those that were bundled again
 */
export async function bundleApplications(projects, prints) {
  const shared = SHARED_INPUTS.map((file) => readFileSync(file));
  const bundled = [];
  for (const project of projects.filter(isApplication)) {
    const inputs = [...shared, prints.get(project.name)];
    if (isStamped(folderOf(project), inputs)) continue;
    rmSync(folderOf(project), { recursive: true, force: true });
    await bundle(
      project,
      projects.filter((it) => project.dependencies.includes(it.name) && isPlugin(it)),
    );
    stamp(folderOf(project), inputs);
    bundled.push(project.name);
  }
  return bundled;
}

const isPlugin = ({ root }) => JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).otron?.plugin === '.';

/**
 * One build for the application and its plugins, so that what they share stays one module. `plugins.json` tells the
 * application, by the path of a plugin's folder, which module to import: both relative to the bundle.
 */
async function bundle(application, plugins) {
  const folder = folderOf(application);
  const inputs = plugins.map(({ root }) => [basename(root), join(root, 'dist', 'index.js')]);
  // not at the top: on a fresh clone this file is read before anything is installed
  const { rolldown } = await import('rolldown');
  const build = await rolldown({
    input: { main: entryOf(application), ...Object.fromEntries(inputs) },
    platform: 'node',
    external: APART,
    plugins: [placesOf(folder)],
    // optional packages of Nest, which asks for them by itself and goes on without
    onLog: (level, log, print) => log.code !== 'UNRESOLVED_IMPORT' && print(level, log),
  });
  await build.write({
    dir: folder,
    format: 'esm',
    keepNames: true,
    chunkFileNames: '[name]-[hash].js',
    sourcemap: true,
  });
  await build.close();
  const modules = plugins.map(({ root }) => [relative(folder, root), `./${basename(root)}.js`]);
  writeFileSync(join(folder, 'plugins.json'), JSON.stringify(Object.fromEntries(modules), null, 2));
}

/** Each module goes on to see its own file as `import.meta.url`: it finds its package, its workers and its data by that. */
function placesOf(folder) {
  return {
    name: 'places',
    transform(code, id) {
      if (!code.includes('import.meta.url')) return null;
      const path = relative(folder, id).split(sep).map(encodeURIComponent).join('/');
      const place = `new URL(${JSON.stringify(path)}, import.meta.url).href`;
      return { code: code.replaceAll('import.meta.url', place), map: null };
    },
  };
}
