// The compose plugin (v2), which Debian 12 does not have: Debian 13's runs on it.
import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** @param {import('./private-engine.mjs').PrivateEngine} engine */
export function addComposePlugin(engine) {
  const cache = resolve('.cache', 'docker-cli-plugins');
  if (!existsSync(join(cache, 'docker-compose'))) fetchPlugin(engine, cache);
  const plugins = join(engine.env.DOCKER_CONFIG, 'cli-plugins');
  mkdirSync(plugins, { recursive: true });
  cpSync(cache, plugins, { recursive: true });
}

function fetchPlugin(engine, cache) {
  const folder = join(engine.folder, 'trixie');
  for (const name of ['lists/partial', 'archives/partial', 'unpacked'])
    mkdirSync(join(folder, name), { recursive: true });
  // the system's own mirror, with the next release beside it, in a state of its own
  const mirror = engine
    .run('apt-get', ['indextargets', '--format', '$(REPO_URI)', 'Created-By: Packages'])
    .split('\n')[0];
  const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
  writeFileSync(join(folder, 'sources.list'), `deb [signed-by=${keyring}] ${mirror} trixie main\n`);
  writeFileSync(join(folder, 'status'), '');
  const options = {
    'Dir::Etc::sourcelist': join(folder, 'sources.list'),
    'Dir::Etc::sourceparts': '-',
    'Dir::State::lists': join(folder, 'lists'),
    'Dir::State::status': join(folder, 'status'),
    'Dir::Cache': folder,
    'Dir::Cache::archives': join(folder, 'archives'),
  };
  const flags = Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  engine.run('apt-get', [...flags, 'update', '-qq']);
  engine.run('sh', ['-c', 'cd "$0" && apt-get "$@"', folder, ...flags, 'download', '-qq', 'docker-compose']);
  const archive = readdirSync(folder).find((name) => name.endsWith('.deb'));
  engine.run('dpkg-deb', ['--extract', join(folder, archive), join(folder, 'unpacked')]);
  cpSync(join(folder, 'unpacked/usr/libexec/docker/cli-plugins'), cache, { recursive: true });
}
