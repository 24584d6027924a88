import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { launch } from '@predict-otron/service/launch';

/** @returns {Promise<number>} a port of the loopback that nobody listens on */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** In which a server that has nothing to do measures how many threads are best for its models. */
const TUNING_MS = 4000;

/** The built server as a process of its own, with the environment that `npm start` gives it. */
export class ServerProcess {
  constructor(child, url, readyMs) {
    this.child = child;
    this.url = url;
    /** From the start of the process to the first 200 of `/ready`, in milliseconds. */
    this.readyMs = readyMs;
  }

  /**
   * @param {string[]} flags @param {string[]} nodeFlags @param {{ app?: string, environment?: object }} [of]
   * @returns {Promise<ServerProcess>} once it is ready
   */
  static async start(flags = [], nodeFlags = [], { app = 'server', environment = {} } = {}) {
    const url = `http://127.0.0.1:${await freePort()}`;
    const program = [`apps/${app}/bundle/main.js`, '--port', new URL(url).port, '--log-level', 'warn', ...flags];
    const profiles = process.env.BENCH_PROFILES;
    const profiling = profiles ? ['--cpu-prof', '--cpu-prof-dir', profiles] : [];
    const started = performance.now();
    const own = launch({ ...process.env, ...environment });
    const child = spawn(process.execPath, [...own.nodeFlags, ...profiling, ...nodeFlags, ...program], {
      env: own.env,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    while (child.exitCode === null) {
      const response = await fetch(`${url}/ready`).catch(() => undefined);
      await response?.arrayBuffer();
      if (response?.ok) return new ServerProcess(child, url, performance.now() - started);
      await sleep(5);
    }
    throw new Error(`the server ended with ${child.exitCode}`);
  }

  /** Resolves to it when it has had the time to measure numbers of threads. Nothing else should be busy meanwhile. */
  async tuned() {
    await sleep(TUNING_MS);
    return this;
  }

  /**
   * Makes a server with `collect-garbage.mjs` collect its garbage.
   * @returns {Promise<{ usedBytes: number, lagP99Ms: number }>} what its JavaScript uses afterwards, in bytes: unlike what
   *   the process holds, it falls again; and how late its event loop was since the last time
   */
  async collectGarbage() {
    this.child.send('collect garbage');
    const [measured] = await once(this.child, 'message');
    return measured;
  }

  /** Memory that the process holds, in MiB; Linux only. */
  residentMiB() {
    const status = readFileSync(`/proc/${this.child.pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
  }

  async stop() {
    if (this.child.exitCode !== null) return;
    const exit = once(this.child, 'exit');
    this.child.disconnect();
    this.child.kill('SIGTERM');
    await exit;
  }
}
