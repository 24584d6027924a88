import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type ConnectedContributions, connectContributions, ipcChannel } from '@predict-otron/plugin-host';
import type { Logger } from '@predict-otron/plugin-sdk';
import { filter, type Observable, type Subscription } from 'rxjs';
import { withTimeLimit } from '../lifecycle/time-limit.js';
import { type ChildPlugin, isChildLog, type ToChild } from './child-message.js';

/** What a child process is started with. */
export interface ChildSetting {
  plugin: ChildPlugin;
  /** Variables beside the server's own, such as those that make one device visible. */
  environment: Record<string, string>;
  logger: Logger;
  /** Emits when the server begins to shut down. */
  closing: Observable<void>;
}

/** A child is a process of its own and not a module: under jest, which runs the sources, it is the built one. */
const ENTRY = import.meta.url.endsWith('.ts') ? '../../dist/isolation/child.js' : './child.js';
const STOP_LIMIT_MS = 5000;

/** A child process with a plugin in it. */
export class PluginChild {
  /** Rejects with what the plugin's setup threw, or with `ENGINE_CRASHED`. */
  readonly contributions: Promise<ConnectedContributions>;
  /** Resolves when the process has ended, with true where nobody asked it to. */
  readonly ended: Promise<boolean>;
  private readonly process: ChildProcess;
  private readonly closing: Subscription;
  private stopping?: Promise<void>;

  constructor({ plugin, environment, logger, closing }: ChildSetting) {
    const child = fork(fileURLToPath(new URL(ENTRY, import.meta.url)), {
      // the server's own flags, such as an inspector's port, are not for two
      execArgv: [],
      env: { ...process.env, ...environment },
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.process = child;
    this.ended = new Promise((resolve) => {
      const end = (how: string) => {
        const crashed = this.stopping === undefined;
        if (crashed) logger.error(`The process ${child.pid ?? ''} of its models has died: ${how}.`);
        resolve(crashed);
      };
      child.once('error', (error) => end(error.message));
      child.once('exit', (code, signal) => end(signal ? `it was ended by ${signal}` : `its exit code is ${code}`));
    });
    child.on('message', (message) => {
      if (isChildLog(message)) logger[message.level](message.message, message.fields);
    });
    // what a native library says before it dies is the only word on why
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      for (const line of text.split('\n').filter(Boolean)) logger.warn(line, { pid: child.pid ?? 0 });
    });
    this.send({ type: 'start', plugin });
    this.closing = closing.subscribe(() => this.send({ type: 'closing' }));
    const channel = ipcChannel(child);
    const messages = channel.messages.pipe(filter((message: unknown) => !isChildLog(message)));
    this.contributions = connectContributions({ ...channel, messages } as typeof channel);
    this.contributions.catch(() => undefined);
    void this.ended.then(() => this.closing.unsubscribe());
  }

  /** Absent where the process could not be started. */
  get pid(): number | undefined {
    return this.process.pid;
  }

  /** Disposes all that is in it and ends it, by force if need be. Calling it again does nothing. */
  stop(): Promise<void> {
    this.stopping ??= this.end();
    return this.stopping;
  }

  private async end(): Promise<void> {
    try {
      await withTimeLimit('The end of a child process', STOP_LIMIT_MS, async () => {
        await (await this.contributions).dispose();
        await this.ended;
      });
    } catch {
      this.process.kill('SIGKILL');
    }
    await this.ended;
  }

  private send(message: ToChild): void {
    if (this.process.connected) this.process.send(message, undefined, undefined, () => undefined);
  }
}
