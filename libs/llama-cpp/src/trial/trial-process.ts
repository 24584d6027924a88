import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { PluginError } from '@predict-otron/plugin-sdk';
import { loadedBytes, TRIAL_LIMITS, type TrialMessage, type TrialTask } from './trial-task.js';

/** A program and not a module: under jest, which runs the sources, it is the built one. */
const ENTRY = import.meta.url.endsWith('.ts') ? '../../dist/trial/trial-child.js' : './trial-child.js';
/** What a process that is there to be broken need not know. */
const SECRET = /key|token|secret|password|redis|proxy/i;

/** What a trial has shown, other than that all is well. */
export class TrialFailure extends Error {
  /** @param code what the trial refused with; undefined where it ended its process */
  constructor(
    message: string,
    readonly code?: 'MODEL_INVALID' | 'UNSUPPORTED',
  ) {
    super(message);
  }
}

/**
 * A process that tries things one after the other. One that a trial ended, or that nothing was asked of for minutes, is
 * replaced by a new one with the next trial. It keeps no server alive.
 */
export class TrialProcess {
  private child: ChildProcess | undefined;
  private ready: Promise<void> = Promise.resolve();
  private last: Promise<unknown> = Promise.resolve();
  private idle: NodeJS.Timeout | undefined;

  constructor(private readonly limits = TRIAL_LIMITS) {}

  /** Rejects with a `TrialFailure`, or with `OVERLOADED` where no process could be started. */
  run(task: TrialTask): Promise<void> {
    const result = this.last.then(() => this.attempt(task));
    this.last = result.catch(() => undefined);
    return result;
  }

  /** The process that waits for the next trial, if there is one. */
  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Ends the process; the next trial starts another. */
  stop(): void {
    clearTimeout(this.idle);
    this.child?.kill('SIGKILL');
    this.child = undefined;
  }

  private async attempt(task: TrialTask): Promise<void> {
    clearTimeout(this.idle);
    this.child ??= this.start();
    const { child } = this;
    child.ref();
    child.channel?.ref();
    try {
      await this.ready;
      const gibibytes = task.kind === 'file' ? loadedBytes(task.weightBytes) / 2 ** 30 : 0;
      await settled(child, this.limits.trialMs + this.limits.trialMsOfGiB * gibibytes, task);
    } catch (error) {
      // a process that said why it refuses is as good as before
      if (!(error instanceof TrialFailure && error.code)) this.stop();
      throw error;
    } finally {
      child.unref();
      child.channel?.unref();
      this.idle = setTimeout(() => this.stop(), this.limits.idleMs).unref();
    }
  }

  private start(): ChildProcess {
    const environment = Object.entries(process.env).filter(([name]) => !SECRET.test(name));
    const child = fork(fileURLToPath(new URL(ENTRY, import.meta.url)), {
      execArgv: [`--max-old-space-size=${this.limits.heapMiB}`],
      env: Object.fromEntries(environment),
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    child.on('error', () => undefined);
    child.once('exit', () => {
      if (this.child === child) this.child = undefined;
    });
    this.ready = settled(child, this.limits.startMs).catch((error: Error) => {
      const message = `No process could be started to try this in: ${error.message}. Try again.`;
      throw new PluginError('OVERLOADED', message, { retryAfterSeconds: 5 });
    });
    this.ready.catch(() => undefined);
    return child;
  }
}

/** Waits until the process says that it is ready, or with a task until that is done. */
function settled(child: ChildProcess, limitMs: number, task?: TrialTask): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (failure?: TrialFailure) => {
      clearTimeout(timer);
      child.off('message', read).off('exit', ended).off('error', ended);
      if (failure) reject(failure);
      else resolve();
    };
    const read = (message: TrialMessage) => {
      if (message.type !== 'failed') return end();
      const code = message.code === 'MODEL_INVALID' ? message.code : 'UNSUPPORTED';
      end(new TrialFailure(message.message, code));
    };
    const ended = () => end(new TrialFailure('it ended the process in which it was tried, or took too much memory'));
    const timer = setTimeout(() => end(new TrialFailure(`it took longer than ${limitMs / 1000} s`)), limitMs);
    child.on('message', read).once('exit', ended).once('error', ended);
    if (child.exitCode !== null || child.signalCode !== null) return ended();
    if (task) child.send(task, undefined, undefined, (error) => error && ended());
  });
}
