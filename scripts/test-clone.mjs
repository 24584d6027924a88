// `npm run test:clone`: what the README promises a newcomer. Clones the last commit into a temporary folder, runs
// `npm start` there without any of our variables, sends the README's own request, and stops the server.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readmeRequest } from './documents/readme-commands.mjs';

/** Install, build and load; the download of the dependencies takes most of it. */
const READY_LIMIT_MS = 300_000;
const STOP_LIMIT_MS = 30_000;

/** The variables of the machine, such as its certificates, without ours and without those of the npm that runs this. */
const OURS = /^(npm_|OTRON_|SERVER_|UV_THREADPOOL_SIZE$|GLIBC_TUNABLES$|NODE_OPTIONS$|NODE_ENV$|INIT_CWD$)/;
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !OURS.test(name)));

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const hasEnded = ({ exitCode, signalCode }) => exitCode !== null || signalCode !== null;

async function untilReady(address, start) {
  const limit = Date.now() + READY_LIMIT_MS;
  while (!hasEnded(start) && Date.now() < limit) {
    const response = await fetch(`${address}/ready`).catch(() => undefined);
    if (response?.ok) return;
    await sleep(200);
  }
  throw new Error(hasEnded(start) ? `npm start ended with ${start.exitCode}` : 'it is not ready in time');
}

/** @param {number} pid negative: any process of the group */
function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Ends npm as a supervisor would, with SIGTERM to it alone; the server has to go too. */
async function stop(start, address) {
  start.kill('SIGTERM');
  const limit = Date.now() + STOP_LIMIT_MS;
  while (Date.now() < limit) {
    const answers = await fetch(`${address}/health`).then(
      () => true,
      () => false,
    );
    if (!answers && !isRunning(-start.pid)) return;
    await sleep(100);
  }
  throw new Error('it still serves');
}

let failed = 0;
let passed = 0;
async function step(name, action) {
  const started = performance.now();
  try {
    await action();
    passed += 1;
    console.log(`ok     ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  } catch (error) {
    failed += 1;
    console.error(`FAILED ${name}: ${error instanceof Error ? error.message : error}`);
    throw error;
  }
}

const folder = mkdtempSync(join(tmpdir(), 'otron-clone-'));
let start;
try {
  const clone = join(folder, 'clone');
  const address = `http://127.0.0.1:${await freePort()}`;
  await step('git clone', () => execFileSync('git', ['clone', '--quiet', process.cwd(), clone], { stdio: 'pipe' }));
  await step('npm start serves', () => {
    const options = ['start', '--', '--port', new URL(address).port];
    start = spawn('npm', options, { cwd: clone, env, stdio: ['ignore', 'inherit', 'inherit'], detached: true });
    return untilReady(address, start);
  });
  await step("the README's request is answered", () => {
    const request = readmeRequest(readFileSync(join(clone, 'README.md'), 'utf8'), address);
    const answer = execFileSync('bash', ['-c', request], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    if (!/"content":\s*"[^"]*\w/.test(answer)) throw new Error(`no content in ${answer}`);
    console.log(answer.trim());
  });
  await step('it stops when npm is told to', () => stop(start, address));
} catch {
  // the step has said why
} finally {
  // the group holds the launcher, which takes the server with it
  if (start?.pid && isRunning(-start.pid)) process.kill(-start.pid, 'SIGTERM');
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
