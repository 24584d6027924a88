// node-llama-cpp's addon with one more call, that computes a step and samples its tokens in one job of the engine.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { ADDON_SOURCE, cmake, PREBUILT } from './llama-source.mjs';

const OWN = resolve('scripts', 'engine', 'addon');
/** Where Node's own archives and images have them. */
const NODE_HEADERS = join(dirname(dirname(process.execPath)), 'include', 'node');

/**
 * Builds it against the prebuilt libraries of llama.cpp.
 * @param {string} source of llama.cpp, into which the addon's own is copied @param {string} into the build folder
 * @returns {string | undefined} the path of what was built; undefined where Node's headers are not beside it
 */
export function buildAddon(source, into) {
  if (!existsSync(join(NODE_HEADERS, 'node_api.h'))) {
    console.log('Node has no headers beside it (its archives from nodejs.org have): the addon stays as it is.');
    return undefined;
  }
  const folder = join(source, 'addon');
  cpSync(ADDON_SOURCE, folder, { recursive: true });
  cpSync(OWN, folder, { recursive: true });
  const patch = join(OWN, 'decode-and-sample.patch');
  execFileSync('git', ['-C', source, 'apply', '--directory=addon', patch]);
  const libraries = readdirSync(PREBUILT).filter((file) =>
    /^lib(llama|ggml)(-common|-base)?(\.v[\d.]+)?\.so$/.test(file),
  );
  const addonApi = dirname(createRequire(import.meta.resolve('node-llama-cpp')).resolve('node-addon-api'));
  cmake(folder, into, 'llama-addon', [
    `NODE_HEADERS=${NODE_HEADERS}`,
    `NODE_ADDON_API=${addonApi}`,
    `LLAMA_SOURCE=${source}`,
    `LIBRARIES=${libraries.map((file) => join(PREBUILT, file)).join(';')}`,
  ]);
  return join(into, 'llama-addon.node');
}
