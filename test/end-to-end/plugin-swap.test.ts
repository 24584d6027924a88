import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { markingStage, PluginFolder, wordRunner } from './plugin-folder.js';
import { type RunningServer, startServer } from './server.js';

const plugins = new PluginFolder();
let server: RunningServer;

beforeAll(async () => {
  plugins.drop('words', wordRunner('one'));
  server = await startServer(['--plugins', plugins.path, '--watch', '--stage-timeout', '2']);
});

afterAll(async () => {
  await server?.end();
  plugins.delete();
});

const asked = { model: 'words', messages: [{ role: 'user', content: 'Say it.' }] };

/** What a new request is answered with. */
async function say(): Promise<string> {
  const response = await server.post('/v1/chat/completions', { ...asked, max_tokens: 3 });
  const { choices, error } = (await response.json()) as {
    choices?: { message: { content: string } }[];
    error?: { code: string };
  };
  return choices?.[0]?.message.content.trim() ?? `${response.status} ${error?.code}`;
}

/** Resolves as soon as new requests are answered so. */
const saysSoon = (answer: string) => server.until(async () => (await say()) === answer, answer);

/** An answer that goes on until it is stopped. */
class Stream {
  text = '';
  private readonly stopping = new AbortController();
  private readonly reading: Promise<void>;

  constructor() {
    this.reading = this.read().catch(() => undefined);
  }

  private async read(): Promise<void> {
    const init = { signal: this.stopping.signal };
    const response = await server.post('/v1/chat/completions', { ...asked, stream: true }, init);
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>)
      for (const [, text = ''] of Buffer.from(chunk)
        .toString()
        .matchAll(/"content":"([^"]*)"/g))
        this.text += text;
  }

  /** Resolves when so much more has come. */
  async goesOn(): Promise<void> {
    const before = this.text.length;
    await server.until(() => this.text.length > before + 100, `more than ${this.text.slice(-40)}`);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.reading;
  }
}

async function stream(): Promise<Stream> {
  const running = new Stream();
  await running.goesOn();
  return running;
}

const logged = (text: string) => server.until(() => server.output.includes(`"msg":"${text}"`), text);
const healthOf = async (name: string) => {
  const { plugins: all } = await server.json<{
    plugins: { name: string; health: { status: string; detail?: string } }[];
  }>('/admin/plugins');
  return all.find((plugin) => plugin.name === name)?.health;
};

it('takes a stage that is dropped, changed and removed; each answer ends with the one with which it began', async () => {
  const plain = await stream();
  plugins.drop('marking', markingStage('<1>'));
  await saysSoon('one <1>one <1>one <1>');
  await plain.goesOn();
  expect(plain.text).not.toContain('<1>');
  await plain.stop();

  const first = await stream();
  plugins.drop('marking', markingStage('<2>'));
  await saysSoon('one <2>one <2>one <2>');
  await first.goesOn();
  expect(first.text).toMatch(/^(one <1>)+$/);
  expect(server.output).not.toContain('disposed <1>');
  await first.stop();
  await logged('disposed <1>');

  const second = await stream();
  plugins.remove('marking');
  await saysSoon('one one one');
  await second.goesOn();
  expect(second.text).toMatch(/^(one <2>)+$/);
  await second.stop();
  await logged('disposed <2>');
  expect(await healthOf('marking')).toBeUndefined();
});

it('takes a runner that is changed, with its model in memory; the answer that runs ends with the one before', async () => {
  const first = await stream();
  plugins.drop('words', wordRunner('two'));
  await saysSoon('two two two');
  await first.goesOn();
  expect(first.text).toMatch(/^(one )+$/);
  expect(server.output).not.toContain('unloaded one');
  await first.stop();
  await logged('unloaded one');
  await logged('disposed one');
  expect((await fetch(`${server.url}/ready`)).status).toBe(200);
});

it('goes on with the one before where a changed plugin cannot be set up, and says so', async () => {
  plugins.drop('words', { 'index.js': 'export default {' });
  await server.until(async () => (await healthOf('words'))?.status === 'degraded', 'a degraded plugin');
  expect((await healthOf('words'))?.detail).toMatch(/cannot be set up: .* The one before goes on\./);
  expect(await say()).toBe('two two two');
  plugins.drop('words', wordRunner('three'));
  await saysSoon('three three three');
  expect(await healthOf('words')).toEqual({ status: 'up' });
});

it('takes a packed plugin, and gives it up with its archive', async () => {
  plugins.drop('marking', markingStage('<packed>'));
  const folder = join(plugins.path, 'marking');
  execFileSync('npm', ['pack', '--silent', '--pack-destination', plugins.root], { cwd: folder });
  plugins.remove('marking');
  await saysSoon('three three three');
  execFileSync('mv', [join(plugins.root, 'marking-1.0.0.tgz'), plugins.path]);
  await saysSoon('three <packed>three <packed>three <packed>');
  plugins.remove('marking-1.0.0.tgz');
  await saysSoon('three three three');
});

describe('a stage that breaks its promises', () => {
  const stageOf = (body: string) => ({
    'index.js': `
import { concatMap, delay, map, NEVER } from 'rxjs';
const permissions = { models: ['words'], readPrompts: true, buffers: false };
export default { apiVersion: 1, name: 'bad', setup: () => ({ stages: [{ name: 'bad', order: 1, permissions, ${body} }] }) };`,
  });

  afterAll(async () => {
    plugins.remove('bad');
    await saysSoon('three three three');
  });

  it.each([
    ['throws', "events: () => map(() => { throw new Error('defect'); })"],
    ['gives no event', 'events: () => concatMap(() => NEVER)'],
    ['holds events back without permission', 'events: () => delay(1)'],
    ['never gives the request back', 'request: () => new Promise(() => {})'],
  ])('ends its own request with stage_failed when it %s, and no other', async (_, body) => {
    plugins.remove('bad');
    await saysSoon('three three three');
    const neighbor = await stream();
    plugins.drop('bad', stageOf(body));
    await saysSoon('500 stage_failed');
    await neighbor.goesOn();
    await neighbor.stop();
    const other = await server.post('/v1/chat/completions', { ...asked, model: 'otron-tiny-llama', max_tokens: 2 });
    expect(other.status).toBe(200);
  });

  it('is named when it blocks the server, also by what it does later', async () => {
    const busy = 'const busy = () => { for (const end = Date.now() + 1800; Date.now() < end; ); };';
    const bad = stageOf('request: ({ request }) => { busy(); return request; }');
    plugins.drop('bad', { 'index.js': `${bad['index.js']}\n${busy}` });
    await server.until(
      () => /The stage bad of the plugin bad has blocked the server/.test(server.errors) || say().then(() => false),
    );
    await server.until(() => /The server is blocked at .*bad\/index\.js:\d+/.test(server.errors));
    await server.until(async () => (await healthOf('bad'))?.status === 'degraded', 'a degraded plugin');
    expect((await healthOf('bad'))?.detail).toMatch(/the stage bad of the plugin bad blocked the server for \d+ ms/);
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics).toMatch(/^otron_stage_blocked_seconds_total\{stage="bad",plugin="bad"\} [1-9]/m);
    expect(metrics).toMatch(/^otron_stage_duration_seconds_count\{stage="marking",plugin="marking"\} \d+/m);
    expect(metrics).toMatch(/^otron_stage_failures_total\{stage="bad",plugin="bad"\} [1-9]/m);

    const later = stageOf('request: ({ request }) => { setTimeout(busy, 10); return request; }');
    plugins.drop('bad', { 'index.js': `${later['index.js']}\n${busy}` });
    await server.until(
      () => /"msg":"The plugin bad blocked the server for \d+ ms/.test(server.output) || say().then(() => false),
    );
  });
});
