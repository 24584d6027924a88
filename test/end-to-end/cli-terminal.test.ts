import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type RunningServer, startServer } from './server.js';

/** What should be on the screen soon but is not within this time, in milliseconds, will not be. */
const PATIENCE = 60_000;

const hasTmux = spawnSync('tmux', ['-V']).status === 0;
if (!hasTmux) console.warn('SKIPPED: tmux is not installed, so the command line is not tried in a real terminal.');

/** A shell in a terminal of 100 by 30, in a tmux of its own. */
class Terminal {
  private readonly folder = mkdtempSync(join(tmpdir(), 'otron-terminal-'));

  constructor(environment: Record<string, string>) {
    const set = Object.entries({ ...environment, XDG_STATE_HOME: this.folder, PS1: 'shell$ ' });
    const shell = `env ${set.map(([name, value]) => `${name}='${value}'`).join(' ')} bash --norc --noprofile`;
    this.tmux('-f', '/dev/null', 'new-session', '-d', '-x', '100', '-y', '30', shell);
  }

  private tmux(...args: string[]): string {
    const { status, stdout, stderr } = spawnSync('tmux', ['-S', join(this.folder, 'socket'), ...args], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`tmux ${args.join(' ')}: ${stderr}`);
    return stdout;
  }

  type(text: string): void {
    this.tmux('send-keys', '-l', text);
  }

  press(...keys: string[]): void {
    this.tmux('send-keys', ...keys);
  }

  enter(text: string): void {
    this.type(text);
    this.press('Enter');
  }

  resize(columns: number): void {
    this.tmux('resize-window', '-x', String(columns));
  }

  /** The same while the shell waits: resolves when what it starts sees the new width, which takes a moment. */
  async resizeShell(columns: number): Promise<void> {
    this.resize(columns);
    this.enter(`clear; until stty size | grep -q ' ${columns}$'; do sleep 0.05; done; echo width-$((${columns}))`);
    await this.shows(new RegExp(`width-${columns}`));
  }

  get screen(): string {
    return this.tmux('capture-pane', '-p', '-S', '-200');
  }

  /** How the terminal treats keys: what a program has changed and not set back shows here. */
  async settings(): Promise<string> {
    this.press('C-l');
    this.enter('clear; stty -a; echo done-$((1+1))');
    await this.shows(/done-2/);
    return this.screen;
  }

  async shows(pattern: RegExp): Promise<void> {
    const start = performance.now();
    while (!pattern.test(this.screen)) {
      if (performance.now() - start > PATIENCE) throw new Error(`${pattern} did not come.\n${this.screen}`);
      await sleep(50);
    }
  }

  close(): void {
    this.tmux('kill-server');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const OTRON = `'${process.execPath}' apps/cli/bin/otron.mjs`;
/** A plugin whose stage makes answers to `Go on.` as long as the context: one token is all that ever comes. */
const ENDLESS_PLUGIN = `
const asked = ({ prompt }) => JSON.stringify(prompt.messages?.at(-1) ?? '');
const endless = (request) => ({ ...request, sampling: { ...request.sampling, logitBias: [[500, 100]] } });
export default {
  apiVersion: 1,
  name: 'endless',
  setup: () => ({
    stages: [
      {
        name: 'endless',
        order: 1,
        permissions: { models: ['*'], readPrompts: true, buffers: false },
        request: ({ request }) => (asked(request).includes('Go on.') ? endless(request) : request),
      },
    ],
  }),
};
`;

(hasTmux ? describe : describe.skip)('in a real terminal (needs tmux)', () => {
  let server: RunningServer;
  let terminal: Terminal;

  const plugins = mkdtempSync(join(tmpdir(), 'otron-plugins-'));

  beforeAll(async () => {
    const folder = join(plugins, 'endless');
    mkdirSync(folder);
    writeFileSync(
      join(folder, 'package.json'),
      '{"name":"endless","version":"1.0.0","type":"module","main":"index.js"}',
    );
    writeFileSync(join(folder, 'index.js'), ENDLESS_PLUGIN);
    server = await startServer(['--plugins', plugins]);
  });
  afterAll(async () => {
    await server?.end();
    rmSync(plugins, { recursive: true, force: true });
  });

  beforeEach(() => {
    terminal = new Terminal({ OTRON_URL: server.url });
  });
  afterEach(() => terminal.close());

  it('a chat answers, edits lines, remembers them, and leaves the terminal as it was', async () => {
    await terminal.shows(/shell\$/);
    const before = await terminal.settings();
    terminal.enter(`clear; ${OTRON} chat otron-tiny-llama`);
    await terminal.shows(/>>>\s*$/);
    terminal.type('What is the capital of Frence?');
    terminal.press('Left', 'Left', 'Left', 'Left', 'BSpace');
    terminal.type('a');
    terminal.press('Enter');
    await terminal.shows(/of France\?\nThe capital .*\n>>>\s*$/);
    terminal.press('Up');
    await terminal.shows(/>>> What is the capital of France\?$/m);
    terminal.press('C-c');
    await terminal.shows(/>>>\s*$/);
    terminal.resize(60);
    terminal.enter('one\\');
    await terminal.shows(/\.\.\.\s*$/);
    terminal.press('C-c');
    terminal.press('C-c');
    await terminal.shows(/Ctrl\+C again/);
    terminal.press('C-c');
    await terminal.shows(/shell\$\s*$/);
    await terminal.resizeShell(100);
    expect(await terminal.settings()).toBe(before);
    await server.idle();
  });

  it.each([['Escape'], ['C-c']])('%s stops an answer in the middle, and the chat goes on', async (key) => {
    terminal.enter(`${OTRON} chat otron-tiny-llama`);
    await terminal.shows(/>>>\s*$/);
    terminal.enter('Go on.');
    await server.until(async () => (await server.slots()).running === 1);
    terminal.press(key);
    await terminal.shows(/\(stopped\)\n>>>\s*$/);
    await server.idle();
    terminal.enter('What is the capital of France?');
    await terminal.shows(/The capital .*\n>>>\s*$/);
    terminal.enter('/stats');
    await terminal.shows(/all 2 answers/);
    terminal.press('C-d');
    await terminal.shows(/shell\$\s*$/);
  });

  it('Ctrl+C twice in the middle of an answer leaves the chat, the terminal and the server sane', async () => {
    await terminal.shows(/shell\$/);
    const before = await terminal.settings();
    terminal.enter(`${OTRON} chat`);
    await terminal.shows(/>>>\s*$/);
    terminal.enter('Go on.');
    await server.until(async () => (await server.slots()).running === 1);
    terminal.press('C-c');
    terminal.press('C-c');
    await terminal.shows(/\(stopped\)[^$]*shell\$\s*$/);
    await server.idle();
    expect(await terminal.settings()).toBe(before);
  });

  it('asks what a new plugin is to be, and writes nothing where it is not told', async () => {
    terminal.enter(`${OTRON} plugin new --in '${plugins}'; echo code-$?`);
    await terminal.shows(/What is it called\?/);
    terminal.enter('Not kebab');
    await terminal.shows(/kebab-case/);
    terminal.press('C-c');
    await terminal.shows(/code-130/);
    terminal.enter(`clear; ${OTRON} plugin new --in '${plugins}'`);
    await terminal.shows(/What is it called\?/);
    terminal.enter('asked-for');
    await terminal.shows(/What does it contribute\?/);
    terminal.press('Down', 'Down', 'Down', 'Enter');
    await terminal.shows(/npm install && npm test/);
    expect(readdirSync(join(plugins, 'asked-for'))).toContain('package.json');
    rmSync(join(plugins, 'asked-for'), { recursive: true });
  });

  it('Ctrl+C ends `otron run` with 130, and the server stops', async () => {
    terminal.enter(`${OTRON} run 'Go on.'; echo code-$?`);
    await server.until(async () => (await server.slots()).running === 1);
    terminal.press('C-c');
    await terminal.shows(/code-130/);
    await server.idle();
  });
});
