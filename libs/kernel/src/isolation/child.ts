// The program of a child process that runs the models of one plugin for the server that started it.

import { parentChannel, type Serving, serveContributions } from '@predict-otron/plugin-host';
import { checkContributions, importPlugin, readPackage } from '@predict-otron/plugin-host/package';
import { type Contributions, type Logger, PluginError } from '@predict-otron/plugin-sdk';
import { AsyncSubject } from 'rxjs';
import type { ChildLog, ChildPlugin, ToChild } from './child-message.js';

/** How long a child whose server is gone may take to end cleanly. */
const LEAVE_LIMIT_MS = 2000;

const closing = new AsyncSubject<void>();
let serving: Serving | undefined;

// Ctrl+C and systemd signal the whole group: running answers end in the server's own time, and the server ends this process
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

process.once('disconnect', async () => {
  // a native library that hangs must not outlive its server: nothing is left to be written
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), LEAVE_LIMIT_MS);
  close();
  await serving?.dispose().catch(() => undefined);
  process.exit();
});

process.on('message', (message: ToChild) => {
  if (message.type === 'start') serving = serveContributions(parentChannel(), contributionsOf(message.plugin));
  if (message.type === 'closing') close();
});

function close(): void {
  closing.next();
  closing.complete();
}

async function contributionsOf({
  folder,
  bundled,
  config,
  cacheFolder,
  deviceKind,
}: ChildPlugin): Promise<Contributions> {
  const found = await readPackage(folder);
  if (!found) throw new PluginError('INTERNAL', `The plugin's package in ${folder} is gone.`);
  const plugin = await importPlugin(found, { bundled });
  return checkContributions(await plugin.setup({ config, cacheFolder, deviceKind, closing, logger: serverLogger() }));
}

/** Writes into the server's log. */
function serverLogger(): Logger {
  const write =
    (level: ChildLog['level']): Logger['info'] =>
    (message, fields) => {
      const log: ChildLog = { type: 'log', level, message, ...(fields && { fields }) };
      if (process.connected) process.send?.(log, undefined, undefined, () => undefined);
    };
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}
