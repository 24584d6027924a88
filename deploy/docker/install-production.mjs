// Installs what runs in an image: production dependencies, and of the native packages only those of this platform.
//   node install-production.mjs cpu | cuda | vulkan | none [WORKSPACE]
// `none` brings no engine; with the folder of a workspace, only what that needs is installed.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const [accelerator = 'cpu', workspace] = process.argv.slice(2);
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const versionOf = (name) => packages[`node_modules/${name}`].version;
const platform = `${process.platform}-${process.arch}`;

const llama = [`@node-llama-cpp/${platform}`];
if (accelerator === 'cuda') llama.push(`@node-llama-cpp/${platform}-cuda`, `@node-llama-cpp/${platform}-cuda-ext`);
if (accelerator === 'vulkan') llama.push(`@node-llama-cpp/${platform}-vulkan`);
const natives = [
  ...llama.map((name) => `${name}@${versionOf('node-llama-cpp')}`),
  `@anush008/tokenizers-${platform}-gnu@${versionOf('@anush008/tokenizers')}`,
];

const npm = (...args) =>
  execFileSync('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], { stdio: 'inherit' });
const production = ['--omit=dev', '--omit=optional', '--ignore-scripts'];
npm('ci', ...production, ...(workspace ? [`--workspace=${workspace}`] : []));
// all in one command: a later one would take away what an earlier one added
if (accelerator !== 'none') npm('install', '--no-save', ...production, ...natives);
npm('cache', 'clean', '--force');

/** onnxruntime brings the binaries of every system; llama.cpp's source is for those who build it. */
const onnx = 'node_modules/onnxruntime-node/bin/napi-v6';
for (const system of existsSync(onnx) ? readdirSync(onnx) : [])
  for (const arch of readdirSync(join(onnx, system)))
    if (`${system}-${arch}` !== platform) rmSync(join(onnx, system, arch), { recursive: true });
for (const path of ['llama/gitRelease.bundle', 'llama/llama.cpp'])
  rmSync(join('node_modules/node-llama-cpp', path), { recursive: true, force: true });
