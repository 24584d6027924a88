import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch } from '@predict-otron/service/launch';
import { Command } from 'commander';
import { CliError, EXIT } from '../cli-error.js';
import { PACKAGE_FOLDER } from '../package-folder.js';

/** `otron serve`: the server's own flags, `--help` too, are the server's to read. */
export function serveCommand(): Command {
  return new Command('serve')
    .description('Start the server; takes all of its flags, see `otron serve --help`')
    .argument('[flags...]', 'flags of the server')
    .helpOption(false)
    .allowUnknownOption()
    .passThroughOptions()
    .action(async (flags: string[]) => {
      process.exitCode = await runServer(serverProgram(), flags);
    });
}

/** The built server beside this package, or the installed one. */
function serverProgram(folder = PACKAGE_FOLDER): string {
  const beside = fileURLToPath(new URL('../server/bundle/main.js', folder));
  if (existsSync(beside)) return beside;
  try {
    const manifest = createRequire(new URL('package.json', folder)).resolve('@predict-otron/server/package.json');
    const installed = join(dirname(manifest), 'bundle/main.js');
    if (existsSync(installed)) return installed;
  } catch {
    // not installed
  }
  throw new CliError(
    'The server is not built here.',
    EXIT.failed,
    'Run `npm run build` in a clone of predict-otron; the packed command line alone talks to a server that runs elsewhere.',
  );
}

/** Runs it until it ends; resolves with its exit code. Signals are its own to handle. */
function runServer(program: string, flags: string[]): Promise<number> {
  const { nodeFlags, env } = launch();
  // through the channel the server sees when this process is gone
  const server = spawn(process.execPath, [...nodeFlags, program, ...flags], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env,
    // in a process group of its own it gets a terminal's signals from here alone, once
    detached: process.platform !== 'win32',
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.removeAllListeners(signal);
    process.on(signal, () => server.kill(signal));
  }
  process.on('SIGHUP', () => server.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    server.on('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
}
