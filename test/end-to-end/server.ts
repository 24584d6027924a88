import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { jest } from '@jest/globals';

/** What should come soon but does not within this time, in milliseconds, will not come: the test fails. */
const PATIENCE = 60_000;

jest.setTimeout(2 * PATIENCE);

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * No test reaches for the Hub but those that bring one of their own. Several servers share the cores, where threads that
 * spin slow each other down, and what a busy machine measures may be wrong: one thread each, and nothing to measure.
 */
const SETTINGS = { HF_HUB_OFFLINE: '1', OTRON_THREADS: '1' };

/** How a process ended. */
export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A process of this repository's own programs, with all that it printed. */
export class Program {
  /** What it wrote so far to standard output and to standard error. */
  output = '';
  errors = '';
  readonly exit: Promise<Exit>;
  private readonly cache = mkdtempSync(join(tmpdir(), 'otron-end-to-end-'));
  private readonly child: ChildProcess;
  private ended = false;

  /** Runs a script of the repository with its flags, as a user would with little set; `launcher` runs Node with it. */
  constructor(script: string, flags: string[], environment: Record<string, string> = {}, launcher: string[] = []) {
    const { PATH, HOME } = process.env;
    const [program = '', ...args] = [...launcher, process.execPath, script, ...flags];
    this.child = spawn(program, args, {
      cwd: ROOT,
      env: { PATH, HOME, ...SETTINGS, OTRON_CACHE: this.cache, HF_HOME: this.cache, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout?.setEncoding('utf8').on('data', (text) => {
      this.output += text;
    });
    this.child.stderr?.setEncoding('utf8').on('data', (text) => {
      this.errors += text;
    });
    this.exit = new Promise((resolve) => {
      this.child.on('close', (code, signal) => {
        this.ended = true;
        rmSync(this.cache, { recursive: true, force: true });
        resolve({ code, signal });
      });
    });
  }

  get pid(): number {
    return this.child.pid as number;
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Resolves as soon as the condition holds; fails when the process has ended or when it takes too long. */
  async until(condition: () => unknown, what = String(condition)): Promise<void> {
    const start = performance.now();
    while (!(await condition())) {
      const fate = this.ended ? 'ended' : performance.now() - start > PATIENCE && 'waited for too long';
      if (fate) throw new Error(`It ${fate} before ${what}.\n${this.output}${this.errors}`);
      await sleep(5);
    }
  }

  /** The first match in what it printed, as soon as there is one. */
  async printed(pattern: RegExp): Promise<RegExpExecArray> {
    await this.until(() => pattern.test(this.output), String(pattern));
    return pattern.exec(this.output) as RegExpExecArray;
  }

  /** Its log lines. */
  log(): Record<string, unknown>[] {
    const whole = this.output.slice(0, this.output.lastIndexOf('\n'));
    return whole
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line));
  }

  /** Ends it whatever it does. */
  async end(): Promise<void> {
    this.kill('SIGKILL');
    await this.exit;
  }
}

/** The real server, built, as a process of its own on a free port. */
export class RunningServer extends Program {
  constructor(
    script: string,
    flags: string[],
    /** Set as soon as it listens. */
    public url = '',
    environment: Record<string, string> = {},
    launcher: string[] = [],
    /** Sent with what is read. */
    private readonly headers: Record<string, string> = {},
  ) {
    super(script, flags, environment, launcher);
  }

  /** Sends JSON; the whole path is given. */
  post(path: string, body: unknown, init: RequestInit = {}): Promise<Response> {
    const headers = { 'Content-Type': 'application/json', ...init.headers };
    return fetch(this.url + path, { ...init, method: 'POST', headers, body: JSON.stringify(body) });
  }

  async json<T = Record<string, unknown>>(path: string): Promise<T> {
    return (await (await fetch(this.url + path, { headers: this.headers })).json()) as T;
  }

  slots(): Promise<{ running: number; queued: number }> {
    return this.json('/admin/slots');
  }

  /** Resolves once nothing is being generated and nothing waits. */
  async idle(): Promise<void> {
    await this.until(async () => {
      // a connection that was broken off may be among those that fetch uses again
      const slots = await this.slots().catch(() => undefined);
      return slots !== undefined && slots.running + slots.queued === 0;
    });
  }
}

/** Starts the server and waits until its default models are loaded. */
export async function startServer(
  flags: string[] = [],
  script = 'apps/server/bundle/main.js',
  environment: Record<string, string> = {},
  { launcher, headers }: { launcher?: string[]; headers?: Record<string, string> } = {},
): Promise<RunningServer> {
  const server = new RunningServer(script, ['--port', '0', ...flags], '', environment, launcher, headers);
  try {
    const [, url] = await server.printed(/Serving on (http:[^ "]+)/);
    server.url = url as string;
    await server.printed(/Ready after/);
    const ready = await fetch(`${server.url}/ready`);
    if (ready.status !== 200) throw new Error(`It is not ready: ${await ready.text()}\n${server.output}`);
    return server;
  } catch (error) {
    await server.end();
    throw error;
  }
}

/** Starts the pages as a service of their own in front of a server. */
export async function startWeb(upstream: string, flags: string[] = []): Promise<RunningServer> {
  const web = new RunningServer('apps/web/bundle/main.js', ['--port', '0', '--upstream', upstream, ...flags]);
  web.url = (await web.printed(/Serving on (http:[^ "]+)/))[1] as string;
  return web;
}

/**
 * A chat request that goes on for as long as the context lasts, some seconds, whatever the model would say: one token
 * is made so likely that nothing else ever comes, the end neither.
 */
export const ENDLESS = {
  model: 'default',
  messages: [{ role: 'user', content: 'Go on.' }],
  logit_bias: { 500: 100 },
  n: 16,
};

/** A chat of some hundred tokens whose text depends on each one before: one that is missing or comes twice shows. */
export const STORY = {
  model: 'default',
  messages: [{ role: 'user', content: 'Tell me a story.' }],
  ...{ max_tokens: 200, seed: 1, temperature: 0.8, deterministic: true, logit_bias: { 0: -100, 1: -100, 2: -100 } },
};

/** The text of a streamed answer's data lines, in order. */
export function eventData(stream: string): string[] {
  return [...stream.matchAll(/^data: (.*)$/gm)].map(([, data]) => data as string);
}
