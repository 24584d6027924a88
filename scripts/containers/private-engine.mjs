// A Docker engine of our own: it asks no registry, touches no network of the machine, and leaves nothing behind.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const START_LIMIT_MS = 60_000;

/** What is missing for an engine of our own; nothing, if one can be started. */
export function missingForEngine() {
  const missing = ['/usr/bin/docker', '/usr/sbin/dockerd', '/usr/bin/mmdebstrap'].filter((path) => !existsSync(path));
  if (process.getuid?.() !== 0) missing.push('root');
  return missing;
}

/** One folder of images and containers, and the engine that works on it. */
export class PrivateEngine {
  folder = mkdtempSync(join(tmpdir(), 'otron-docker-'));
  #process;

  /**
   * Starts the engine. On the machine's own network it can build with `--network host`; in a namespace it has networks,
   * names and published ports like any engine, but no way out.
   * @param {'host' | 'namespace'} network
   */
  async start(network) {
    const path = (name) => join(this.folder, name);
    const common = ['--host', this.host, '--data-root', path('root'), '--exec-root', path('exec')];
    const flags = [...common, '--pidfile', path('pid'), '--storage-driver', 'overlay2'];
    const without = ['--iptables=false', '--ip6tables=false', '--ip-forward=false', '--ip-masq=false', '--bridge=none'];
    const command =
      network === 'host'
        ? ['dockerd', ...flags, ...without]
        : ['unshare', '--net', 'sh', '-c', 'ip link set lo up; exec dockerd "$@"', 'dockerd', ...flags];
    const log = openSync(path('log'), 'a');
    this.#process = spawn(command[0], command.slice(1), { detached: true, stdio: ['ignore', log, log] });
    const end = Date.now() + START_LIMIT_MS;
    while (spawnSync('/usr/bin/docker', ['info'], { env: this.env }).status !== 0) {
      if (Date.now() > end || this.#process.exitCode !== null)
        throw new Error(`The engine does not start:\n${readFileSync(path('log'), 'utf8').slice(-3000)}`);
      await sleep(200);
    }
  }

  get host() {
    return `unix://${join(this.folder, 'docker.sock')}`;
  }

  get env() {
    return { ...process.env, DOCKER_HOST: this.host, DOCKER_BUILDKIT: '1', DOCKER_CONFIG: join(this.folder, 'config') };
  }

  /** Runs docker; throws with what it printed. */
  docker(...args) {
    return this.run('/usr/bin/docker', args);
  }

  /** Runs a program beside the containers, where their published ports are. */
  inside(...command) {
    const pid = readFileSync(join(this.folder, 'pid'), 'utf8').trim();
    return this.run('nsenter', ['--target', pid, '--net', ...command]);
  }

  run(program, args, { timeout = 1_800_000 } = {}) {
    const options = {
      env: this.env,
      encoding: 'utf8',
      timeout,
      maxBuffer: 64 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'pipe'],
    };
    try {
      return execFileSync(program, args, options).trim();
    } catch (error) {
      throw new Error(`${program} ${args.join(' ')}\n${`${error.stdout}${error.stderr}`.slice(-4000)}`);
    }
  }

  /** Ends the engine and its containers; images stay until `remove`. */
  async stop() {
    if (!this.#process) return;
    const containers = this.docker('ps', '--all', '--quiet').split('\n').filter(Boolean);
    if (containers.length > 0) this.docker('rm', '--force', ...containers);
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.kill('SIGTERM');
    await ended;
    this.#process = undefined;
  }

  async remove() {
    await this.stop();
    const mounts = readFileSync('/proc/self/mounts', 'utf8')
      .split('\n')
      .map((line) => line.split(' ')[1]);
    for (const mount of mounts.filter((it) => it?.startsWith(this.folder)).reverse()) spawnSync('umount', [mount]);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
