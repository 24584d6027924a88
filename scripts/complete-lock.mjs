// `node scripts/complete-lock.mjs [--check]`: run it after every change of package-lock.json.
// npm leaves a platform package out of the lock when the registry at hand does not serve it, and `npm ci` of npm 11 and
// later then refuses the lock. This adds what is missing in the form npm would write. `--check` only tells, exit code 1.
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const LOCK = 'package-lock.json';

/** First match wins; the scope is cut off first, since it may name a project that sounds like a platform. */
const SYSTEMS = [
  [/darwin|mac/, 'darwin'],
  [/win32|\bwin-/, 'win32'],
  [/android/, 'android'],
  [/freebsd/, 'freebsd'],
  [/openharmony/, 'openharmony'],
  [/linux/, 'linux'],
];
const PROCESSORS = [
  [/arm64|aarch64/, 'arm64'],
  [/ia32|i686/, 'ia32'],
  [/ppc64/, 'ppc64'],
  [/s390x/, 's390x'],
  [/riscv64/, 'riscv64'],
  [/loong64/, 'loong64'],
  [/arm/, 'arm'],
  [/x64|x86_64/, 'x64'],
  [/wasm32/, 'wasm32'],
];
const C_LIBRARIES = [
  [/-gnu$/, 'glibc'],
  [/-musl$/, 'musl'],
];

const firstMatch = (table, name) => table.find(([pattern]) => pattern.test(name))?.[1];

/** Whether node's resolution finds `name` from the package at `path`, looking upwards as npm does. */
function isLocked(packages, path, name) {
  for (let at = path; ; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules/') - 1))) {
    if (packages[`${at && `${at}/`}node_modules/${name}`]) return true;
    if (!at) return false;
  }
}

/** What npm would write for one optional package of one platform. */
function platformEntry(name, version, dev) {
  const platform = name.replace(/^@[^/]+\//, '');
  const os = firstMatch(SYSTEMS, platform);
  const cpu = firstMatch(PROCESSORS, platform);
  const libc = os === 'linux' ? firstMatch(C_LIBRARIES, platform) : undefined;
  if (!os && cpu !== 'wasm32') throw new Error(`${name} is missing from ${LOCK}, and its name tells no platform`);
  return {
    version: version.replace(/^[\^~]/, ''),
    ...(cpu && { cpu: [cpu] }),
    ...(dev && { dev: true }),
    ...(libc && { libc: [libc] }),
    optional: true,
    ...(os && { os: [os] }),
  };
}

/** The entries that a lock lacks, by their path in it. */
export function missingPlatformPackages(packages) {
  const missing = {};
  for (const [path, { optionalDependencies, dev }] of Object.entries(packages))
    for (const [name, version] of Object.entries(optionalDependencies ?? {}))
      if (!isLocked(packages, path, name)) missing[`node_modules/${name}`] = platformEntry(name, version, dev);
  return missing;
}

/** Paths whose entry names the host that it was fetched from: such a lock works for one network only. */
export function hostNames(packages) {
  return Object.keys(packages).filter((path) => /^https?:/.test(packages[path].resolved ?? ''));
}

function main(checkOnly) {
  const lock = JSON.parse(readFileSync(LOCK, 'utf8'));
  const missing = missingPlatformPackages(lock.packages);
  const hosts = hostNames(lock.packages);
  console.log(`${LOCK}: ${Object.keys(missing).length} missing platform packages, ${hosts.length} host names`);
  if (checkOnly) {
    for (const path of [...Object.keys(missing), ...hosts]) console.log(`  ${path}`);
    process.exit(Object.keys(missing).length + hosts.length > 0 ? 1 : 0);
  }
  for (const path of hosts) delete lock.packages[path].resolved;
  const entries = Object.entries({ ...lock.packages, ...missing });
  lock.packages = Object.fromEntries(entries.sort(([a], [b]) => a.localeCompare(b, 'en')));
  writeFileSync(LOCK, `${JSON.stringify(lock, null, 2)}\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) main(process.argv.includes('--check'));
