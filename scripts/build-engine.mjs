// `npm run build:engine [-- --remove]`: llama.cpp's CPU library for this machine with threads that stay from step to step,
// where the prebuilt one makes them anew each time; and node-llama-cpp's addon with a call that computes and samples at once.
// node-llama-cpp prefers what is built here to its own binary, until the package is installed anew. Linux; needs git, cmake
// and a C++ compiler (Debian: `apt install git cmake g++`).
// Not OpenMP, whose threads belong to the one that asks: steps that are not computed and sampled at once, and all of them
// where the addon stays as it is, are asked for by another thread of libuv each time.
import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { buildAddon } from './engine/build-addon.mjs';
import { buildTarget, cloneSource, LOCAL_BUILD, PREBUILT } from './engine/llama-source.mjs';
import { installIfMissing } from './install.mjs';

const CACHE = resolve('.cache', 'engine');
const MODEL = 'models/otron-tiny-llama-q8_0.gguf';

function fail(message) {
  console.error(message);
  process.exit(1);
}

/** What `engine/compute.mjs` prints of a process that computes with the installed llama.cpp. */
function compute(...args) {
  return JSON.parse(
    execFileSync(process.execPath, ['scripts/engine/compute.mjs', MODEL, ...args], { encoding: 'utf8' }),
  );
}

if (process.platform !== 'linux')
  fail('This is for Linux: on other systems the prebuilt binary keeps its threads or computes elsewhere.');
installIfMissing();

rmSync(LOCAL_BUILD, { recursive: true, force: true });
if (process.argv.includes('--remove')) process.exit(0);

const before = compute();
const library = basename(before.cpuLibrary);
console.log(`building ${library} and the addon, which takes two or three minutes`);
const target = library.replace(/^lib|\.so$/g, '');
const source = join(CACHE, 'source');
const build = join(CACHE, 'build');
rmSync(CACHE, { recursive: true, force: true });
cloneSource(source);
for (const patch of ['kept-threads', 'amx-tiles'])
  execFileSync('git', ['-C', source, 'apply', resolve('scripts', 'engine', `${patch}.patch`)]);
buildTarget(source, build, target, [
  'GGML_OPENMP=OFF',
  `GGML_CPU_ALL_VARIANTS=${target === 'ggml-cpu' ? 'OFF' : 'ON'}`,
  'LLAMA_BUILD_TOOLS=OFF',
  'LLAMA_BUILD_COMMON=OFF',
]);
const addon = buildAddon(source, join(CACHE, 'addon'));

const release = join(LOCAL_BUILD, 'Release');
mkdirSync(release, { recursive: true });
cpSync(PREBUILT, release, { recursive: true });
copyFileSync(join(build, 'bin', library), join(release, library));
if (addon) copyFileSync(addon, join(release, basename(addon)));
// the built library asks for it by this name, the others by the one without a version
if (!existsSync(join(release, 'libggml-base.so.0'))) symlinkSync('libggml-base.so', join(release, 'libggml-base.so.0'));
writeFileSync(join(LOCAL_BUILD, 'buildDone.status'), '');

let after;
let crash = '';
try {
  after = compute();
} catch ({ signal, status }) {
  crash = ` (it ended with ${signal ?? status})`;
}
const same = after?.text === before.text && [undefined, after.text].includes(after.atOnce);
if (after?.build !== 'localBuild' || !same) {
  rmSync(LOCAL_BUILD, { recursive: true });
  fail(
    `What was built does not compute as the prebuilt binary does${crash}, and was removed. The prebuilt one is used on.`,
  );
}
const times = ({ stepMs }) =>
  Object.entries(stepMs)
    .map(([threads, ms]) => `${threads} threads ${ms.toFixed(2)} ms`)
    .join(', ');
console.log(`A step of ${basename(MODEL)} took ${times(before)}; now ${times(after)}.`);
