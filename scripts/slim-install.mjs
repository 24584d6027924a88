// `node scripts/slim-install.mjs [cuda | vulkan]`: installs all but llama.cpp's binaries for GPUs, or with those of one kind.
// `npm ci` is the way back to all of them.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** What llama.cpp's packages are called beside their platform. */
const ACCELERATORS = { cpu: [], cuda: ['-cuda', '-cuda-ext'], vulkan: ['-vulkan'] };
const SYSTEMS = { darwin: 'mac', linux: 'linux', win32: 'win' };

/**
 * The optional packages that a machine needs, each as `name@version`: npm leaves all of them out or none.
 * @param {object} lock package-lock.json @param {string} accelerator
 * @param {{ platform: string, arch: string, libc?: string }} machine
 */
export function optionalPackages({ packages }, accelerator, { platform, arch, libc }) {
  const suits = ({ os, cpu, libc: libcs }) =>
    (!os || os.includes(platform)) && (!cpu || cpu.includes(arch)) && (!libcs || libcs.includes(libc));
  const prefix = `@node-llama-cpp/${SYSTEMS[platform]}-${arch}`;
  const wanted = ['', '-metal', ...ACCELERATORS[accelerator]].map((end) => prefix + end);
  return Object.entries(packages)
    .filter(([, it]) => (it.optional || it.devOptional) && it.version && suits(it))
    .map(([path, { version }]) => [path.replace('node_modules/', ''), version])
    .filter(([name]) => !name.startsWith('@node-llama-cpp/') || wanted.includes(name))
    .map(([name, version]) => `${name}@${version}`);
}

function thisMachine() {
  const { platform, arch } = process;
  const { glibcVersionRuntime } = process.report.getReport().header;
  return { platform, arch, ...(platform === 'linux' && { libc: glibcVersionRuntime ? 'glibc' : 'musl' }) };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [accelerator = 'cpu'] = process.argv.slice(2);
  if (!ACCELERATORS[accelerator]) {
    console.error(`What is "${accelerator}"? One of: ${Object.keys(ACCELERATORS).join(', ')}.`);
    process.exit(2);
  }
  const packages = optionalPackages(JSON.parse(readFileSync('package-lock.json', 'utf8')), accelerator, thisMachine());
  const npm = (...args) =>
    execFileSync('npm', [...args, '--omit=optional', '--no-audit', '--no-fund', '--loglevel=error'], {
      stdio: 'inherit',
      shell: process.platform === 'win32',
    });
  npm('ci');
  // all in one command: a later one would take away what an earlier one added
  npm('install', '--no-save', '--ignore-scripts', ...packages);
}
