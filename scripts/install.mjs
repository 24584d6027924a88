// Installs the dependencies when node_modules is missing or does not hold what package-lock.json asks for.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** Names of the locked packages that are not installed in the locked version; packages for other platforms do not count. */
export function missingPackages(lock, installed) {
  return Object.entries(lock.packages)
    .filter(([path, { optional, devOptional, version }]) => {
      const foreign = optional || devOptional || !path.includes('node_modules/');
      const there = installed.packages[path];
      return !foreign && (!there || there.version !== version);
    })
    .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));
}

/** Ends the process with npm's exit code when npm fails. */
export function installIfMissing() {
  const present = existsSync('node_modules/.package-lock.json');
  const missing = present
    ? missingPackages(readLock('package-lock.json'), readLock('node_modules/.package-lock.json'))
    : [];
  if (present && missing.length === 0) return;
  console.log(
    present
      ? `installing ${missing.slice(0, 5).join(', ')}${missing.length > 5 ? ', …' : ''}`
      : 'installing the dependencies',
  );
  // `ci` starts from nothing, so it is only for when there is nothing; `install` adds what is missing. Some packages ask
  // for a newer Node than they need: the warnings would hide what matters.
  const { status } = npm([present ? 'install' : 'ci', '--no-audit', '--no-fund', '--loglevel=error']);
  if (status !== 0) process.exit(status ?? 1);
}

function readLock(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** The npm that runs this script where there is one, otherwise the one on the path. */
function npm(args) {
  const cli = process.env.npm_execpath;
  return cli?.endsWith('.js')
    ? spawnSync(process.execPath, [cli, ...args], { stdio: 'inherit' })
    : spawnSync('npm', args, { stdio: 'inherit', shell: process.platform === 'win32' });
}
