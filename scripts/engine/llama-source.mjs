// The source of llama.cpp that node-llama-cpp carries, and what is built of it. Needs git, cmake and a C++ compiler.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of the installed node-llama-cpp. */
const NODE_LLAMA_CPP = dirname(dirname(fileURLToPath(import.meta.resolve('node-llama-cpp'))));

const PLATFORM = `${process.platform === 'darwin' ? 'mac' : process.platform}-${process.arch}`;

/** The source of its addon, which joins Node and llama.cpp. */
export const ADDON_SOURCE = join(NODE_LLAMA_CPP, 'llama', 'addon');

/** Its prebuilt binary for the CPU of this platform: the addon and llama.cpp's libraries. */
export const PREBUILT = join(NODE_LLAMA_CPP, '..', '@node-llama-cpp', PLATFORM, 'bins', PLATFORM);

/** Where it looks for a binary that was built here, before it takes the prebuilt one. */
export const LOCAL_BUILD = join(NODE_LLAMA_CPP, 'llama', 'localBuilds', PLATFORM);

/** The binary that it takes. */
export function binaryFolder() {
  return existsSync(join(LOCAL_BUILD, 'buildDone.status')) ? join(LOCAL_BUILD, 'Release') : PREBUILT;
}

const run = (program, ...args) => execFileSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });

/** Puts the source of llama.cpp into a folder that is not there yet. */
export function cloneSource(folder) {
  const bundle = join(NODE_LLAMA_CPP, 'llama', 'gitRelease.bundle');
  run('git', '-c', 'advice.detachedHead=false', 'clone', '-q', bundle, folder);
}

/**
 * Builds a target of llama.cpp with the options that the prebuilt binaries have, and some of one's own.
 * @param {string} source where its source is @param {string} into the build folder
 * @param {string} target @param {string[]} options such as `GGML_OPENMP=ON`
 */
export function buildTarget(source, into, target, options) {
  cmake(source, into, target, [
    'GGML_BACKEND_DL=ON',
    'GGML_NATIVE=OFF',
    'LLAMA_CURL=OFF',
    'LLAMA_OPENSSL=OFF',
    'LLAMA_USE_PREBUILT_UI=OFF',
    'LLAMA_BUILD_TESTS=OFF',
    'LLAMA_BUILD_EXAMPLES=OFF',
    ...options,
  ]);
}

/** Builds a target that is to find the libraries beside it, and no others. @param {string[]} options such as `NAME=value` */
export function cmake(source, into, target, options) {
  const all = [
    'CMAKE_BUILD_TYPE=Release',
    // its warnings are its authors' matter
    'CMAKE_C_FLAGS=-w',
    'CMAKE_CXX_FLAGS=-w',
    'CMAKE_BUILD_WITH_INSTALL_RPATH=ON',
    'CMAKE_INSTALL_RPATH=$ORIGIN',
    ...options,
  ];
  run('cmake', '-S', source, '-B', into, ...all.map((option) => `-D${option}`));
  run('cmake', '--build', into, '--target', target, '--parallel', String(availableParallelism()));
}
