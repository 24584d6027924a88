// Makes one program of each application's many modules and its plugins, because Node spends most of a start on finding and
// reading files.
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join, relative, resolve, sep } from 'node:path';
import { isStamped, stamp } from './stale.mjs';

/** @typedef {import('./projects.mjs').Project} Project */

/** Stay packages of their own: they hold binaries or find files by their own place, or are loaded late. */
const APART =
  /^(@reflink\/reflink|@node-llama-cpp\/[^/]+|onnxruntime-node|@anush008\/tokenizers|swagger-ui-dist|@predict-otron\/web|vite)(\/|$)/;

/** Packages whose main file is CommonJS, of which nothing can be left out, and that have ES modules beside it. */
const esModules = () => ({
  'class-validator': createRequire(resolve('libs/dialects/package.json'))
    .resolve('class-validator')
    .replace(/\bcjs\b/, 'esm5'),
});

/** What is bundled, beside the sources: another lock file brings other modules. */
const LAUNCHER = 'scripts/bundle-launcher.mjs';
const SHARED_INPUTS = ['package-lock.json', 'scripts/bundle.mjs', LAUNCHER];

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
 * application, by the path of a plugin's folder, which module to import: both relative to the bundle. An application with
 * plugins is large: it becomes scripts, of which the launcher can keep the compiled code, other than of ES modules.
 */
async function bundle(application, plugins) {
  const folder = folderOf(application);
  const scripts = plugins.length > 0;
  const ending = scripts ? 'cjs' : 'js';
  const inputs = plugins.map(({ root }) => [basename(root), join(root, 'dist', 'index.js')]);
  // not at the top: on a fresh clone this file is read before anything is installed
  const { rolldown } = await import('rolldown');
  const build = await rolldown({
    input: { main: entryOf(application), ...Object.fromEntries(inputs) },
    platform: 'node',
    external: APART,
    resolve: { alias: esModules() },
    plugins: [placesOf(folder), withoutAwait, ...(scripts ? [importThroughLauncher] : [])],
    // optional packages of Nest, which asks for them by itself and goes on without
    onLog: (level, log, print) => log.code !== 'UNRESOLVED_IMPORT' && print(level, log),
  });
  await build.write({
    dir: folder,
    format: scripts ? 'cjs' : 'esm',
    keepNames: true,
    entryFileNames: `[name].${ending}`,
    chunkFileNames: `[name]-[hash].${ending}`,
    sourcemap: true,
    // names stay: Nest and stack traces show them
    minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
  });
  await build.close();
  if (!scripts) return;
  copyFileSync(LAUNCHER, join(folder, 'main.js'));
  const modules = plugins.map(({ root }) => [relative(folder, root), `./${basename(root)}.${ending}`]);
  writeFileSync(join(folder, 'plugins.json'), JSON.stringify(Object.fromEntries(modules), null, 2));
}

/** The one module that waits at its top, which scripts cannot, reads a small file: it reads the same without waiting. */
const withoutAwait = {
  name: 'without-await',
  transform: {
    filter: { id: /node-llama-cpp[\\/]dist[\\/]bindings[\\/]utils[\\/]binariesGithubRelease\.js$/ },
    handler: (code) => ({
      code: code.replace('await getBinariesGithubRelease()', 'fs.readJsonSync(binariesGithubReleasePath).release'),
      map: null,
    }),
  },
};

const DYNAMIC_IMPORT = /(?<![\w$.'"`])import\(/g;

/** V8 forgets who imports for a script of which the compiled code was kept: the launcher, where there is one, does it. */
const importThroughLauncher = {
  name: 'import-through-launcher',
  renderChunk(code) {
    if (code.search(DYNAMIC_IMPORT) < 0) return null;
    const intro = "const __import = globalThis[Symbol.for('predict-otron.import')] ?? ((name) => import(name));";
    return { code: `${intro}${code.replaceAll(DYNAMIC_IMPORT, '__import(')}`, map: null };
  },
};

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
