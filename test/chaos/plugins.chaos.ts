// Plugins and models that do harm, and a server that goes on without them.
import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { PluginFolder, wordRunner } from '../end-to-end/plugin-folder.js';
import { ENDLESS, type RunningServer, startServer } from '../end-to-end/server.js';
import { chance, OPTIONS } from './chaos-options.js';
import { Playground } from './stored-model.js';
import { PROBED, textOf, Vitals } from './vitals.js';

let ground: Playground;
let plugins: PluginFolder;
let server: RunningServer;

beforeEach(() => {
  ground = new Playground();
  plugins = new PluginFolder();
});
afterEach(async () => {
  await server?.end();
  ground.delete();
  plugins.delete();
});

const askWords = () =>
  server.post('/v1/chat/completions', { model: 'words', messages: [{ role: 'user', content: 'Hi' }], max_tokens: 3 });

async function start(flags: string[], launcher: string[] = [], more: Record<string, string> = {}): Promise<Vitals> {
  server = await startServer(flags, undefined, { ...PROBED, ...more }, { launcher });
  return Vitals.of(server);
}

it('a plugin that leaks: in a process of its own it is lost alone, and begins anew', async () => {
  plugins.drop(
    'words',
    wordRunner('well', 'const kept = (globalThis.kept ??= []); for (let i = 0; i < 4e6; i += 1) kept.push({ i });'),
  );
  const NODE_OPTIONS = `${PROBED.NODE_OPTIONS} --max-old-space-size=256`;
  const isolated = ground.config({ models: { words: { isolate: true } } });
  const vitals = await start(['--plugins', plugins.path, ...isolated], [], { NODE_OPTIONS });
  const crash = async () => {
    const response = await askWords();
    const text = await response.text();
    expect([response.status, response.ok || /engine_crashed/.test(text)]).toEqual([response.ok ? 200 : 503, true]);
    return !response.ok;
  };
  await server.until(crash, 'it has leaked too much');
  expect((await askWords()).status).toBe(200);
  expect(server.output).toMatch(/heap out of memory/);
  await vitals.areBack();
});

it('a plugin that blocks the event loop: it is found and named', async () => {
  plugins.drop('words', wordRunner('well', 'for (const end = performance.now() + 3000; performance.now() < end; );'));
  const vitals = await start(['--plugins', plugins.path]);
  // on a busy machine the watch may come too late to see where it was
  const named = async () => {
    expect((await askWords()).status).toBe(200);
    return /The server is blocked at .*\/words\/index\.js:\d+\./.test(server.errors);
  };
  await server.until(named, 'it is named');
  await server.printed(/The plugin words blocked the server for \d+ ms/);
  expect(JSON.stringify(await server.json('/health'))).toMatch(/plugin words blocked the server/);
  await vitals.areBack();
});

it('models in processes of their own that are killed at any moment, among requests', async () => {
  const random = chance();
  const isolated = 'otron-tiny-llama';
  const vitals = await start(ground.config({ models: { [isolated]: { isolate: true } } }));
  const placement = async () => {
    const { models } = await server.json<{ models: { model: string; pid?: number }[] }>('/admin/hardware');
    return models.find(({ model }) => model === isolated)?.pid;
  };
  for (let round = 0; round < OPTIONS.rounds; round += 1) {
    const asked = Array.from({ length: 24 }, async (_, i) => {
      const response = await server.post('/v1/chat/completions', {
        ...{ ...ENDLESS, n: 1, stream: i % 2 === 0 },
        model: i % 3 === 0 ? 'otron-tiny-gemma' : isolated,
        max_tokens: 300,
      });
      return { status: response.status, text: await response.text(), other: i % 3 === 0 };
    });
    await sleep(random() * 400);
    const pid = await placement();
    if (pid) process.kill(pid, 'SIGKILL');
    for (const { status, text, other } of await Promise.all(asked)) {
      const lost = /engine_crashed/.test(text);
      expect([status, lost && other]).toEqual([lost && status !== 200 ? 503 : 200, false]);
    }
    // after several crashes in a row it is loaded again some seconds later
    await server.until(() => textOf(server, isolated).then(Boolean, () => sleep(200, false)), 'it is loaded again');
    await vitals.areBack();
  }
});

const limits = spawnSync('prlimit', ['--data=2000000000', 'true']).status === 0;
if (!limits) console.warn('SKIPPED: a load without memory needs prlimit of util-linux');

(limits ? it : it.skip)('a load for which there is no memory, whatever the budget says', async () => {
  const settings = { path: ground.model('huge'), contextTokens: 400_000, parallel: 8 };
  const flags = ground.config({
    models: { huge: settings, hugest: { ...settings, isolate: true, path: ground.model('hugest') } },
  });
  const vitals = await start([...flags, '--memory', '900GiB'], ['prlimit', `--data=${1.5 * 2 ** 30}`]);
  for (const model of ['huge', 'huge', 'huge', 'hugest']) {
    const refused = await server.post('/v1/chat/completions', { ...ENDLESS, model });
    expect([refused.status, await refused.text()]).toEqual([503, expect.stringContaining('"out_of_memory"')]);
    // what llama.cpp began to make of millions of cells lies with the allocator, for the next load
    await vitals.areBack(768 * 2 ** 20);
  }
});
