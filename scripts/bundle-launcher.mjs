// Becomes `main.js` of a bundle: runs its `main.cjs` with the machine code that V8 made of the bundle at an earlier start,
// since compiling takes as long as all the rest of a start. What is kept lies beside each file as `*.cache`; V8 refuses it
// when it comes from another version of itself, and a folder that cannot be written costs nothing but the time.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire, Module } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';

/** After this long in milliseconds the start is over, and all that it needs is compiled. */
const START_MS = 15_000;
/** Between two files that are kept. */
const PAUSE_MS = 500;

const folder = dirname(fileURLToPath(import.meta.url));
/** Scripts without a usable cache, by file. @type {Map<string, Script>} */
const fresh = new Map();

function readCache(file) {
  try {
    return readFileSync(`${file}.cache`);
  } catch {
    return undefined;
  }
}

function writeCache(file, script) {
  try {
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, script.createCachedData());
    renameSync(draft, `${file}.cache`);
  } catch {
    // read-only: the next start compiles again
  }
}

// see bundle.mjs
globalThis[Symbol.for('predict-otron.import')] = (name) => import(name);

const loadOther = Module._extensions['.js'];
Module._extensions['.cjs'] = (module, file) => {
  if (dirname(file) !== folder) return loadOther(module, file);
  const cachedData = readCache(file);
  const script = new Script(Module.wrap(readFileSync(file, 'utf8')), {
    filename: file,
    cachedData,
  });
  if (!cachedData || script.cachedDataRejected) fresh.set(file, script);
  const run = script.runInThisContext();
  run.call(module.exports, module.exports, createRequire(file), module, file, folder);
};

/** @returns {boolean} whether there was one to keep */
function keepNext() {
  const [next] = fresh;
  if (!next) return false;
  fresh.delete(next[0]);
  writeCache(...next);
  return true;
}

/** One at a time, since a large one takes as long as a few tokens. */
const keepLater = (ms) => setTimeout(() => keepNext() && keepLater(PAUSE_MS), ms).unref();
keepLater(START_MS);
process.once('exit', () => {
  while (keepNext());
});

createRequire(import.meta.url)(join(folder, 'main.cjs'));
