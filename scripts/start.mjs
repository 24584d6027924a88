// `npm start [-- FLAGS]`: installs what is missing, builds what is stale, and runs the server; `-- --help` lists the flags.
// `npm run start:inference` and the like do the same for another app, whose name is the first argument.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';
import { installIfMissing } from './install.mjs';

/** A terminal sends its signal to npm and to us, and npm sends it on: within this time, in ms, it counts once. */
const SAME_SIGNAL = 500;

/** npm signals a shell that may die without passing the signal on; how often we look whether it is still there, in ms. */
const SHELL_CHECK = 500;

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
await installIfMissing();
if (!(await build())) process.exit(1);

const [first = '--', ...rest] = process.argv.slice(2);
const [app, flags] = first.startsWith('-') ? ['server', process.argv.slice(2)] : [first, rest];
// built by now. A process of its own, since Node reads these before any code runs
const { launch } = await import('@predict-otron/service/launch');
const { nodeFlags, env } = launch();
const server = spawn(process.execPath, [...nodeFlags, `apps/${app}/bundle/main.js`, ...flags], {
  // through the channel the server sees when this process is gone
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  env,
  // in a process group of its own it gets signals from here alone: a second one would end it at once
  detached: process.platform !== 'win32',
});
let lastSignal = Number.NEGATIVE_INFINITY;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    const now = performance.now();
    if (now - lastSignal < SAME_SIGNAL) return;
    lastSignal = now;
    server.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal);
  });
}
if (process.env.npm_lifecycle_event) {
  const shell = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(watch);
    server.kill('SIGTERM');
  }, SHELL_CHECK);
}
server.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
