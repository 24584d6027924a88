import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sqlite from 'node-sqlite3-wasm';
import { copyServer } from './clean-copy.js';
import { eventData, type RunningServer, startServer } from './server.js';

const SECRET = 'sk-abcdefghijklmnopqrstuvwx';
const root = mkdtempSync(join(tmpdir(), 'otron-examples-'));
let server: RunningServer;

/** A port that is free now. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** Packs an example, and gives the path of its archive. */
function pack(example: string): string {
  const output = execFileSync('npm', ['pack', '--silent', '--pack-destination', root], {
    cwd: join('examples', example),
    encoding: 'utf8',
  });
  return join(root, output.trim().split('\n').at(-1) ?? '');
}

const npm = (...args: string[]) => execFileSync('npm', [...args, '--no-audit', '--no-fund', '--silent'], { cwd: root });

beforeAll(async () => {
  const program = copyServer(join(root, 'server'));
  const plugins = join(root, 'plugins');
  mkdirSync(plugins);
  for (const example of ['upstream-runner', 'redact-stage', 'sqlite-recorder']) {
    const archive = pack(example);
    copyFileSync(archive, join(plugins, archive.slice(root.length + 1)));
  }
  // as in the folder of a server that was itself installed
  writeFileSync(join(root, 'package.json'), '{"private":true}');
  npm('install', pack('hashed-embedder'));
  const port = await freePort();
  const config = join(root, 'otron.config.json');
  const upstream = { baseUrl: `http://127.0.0.1:${port}/v1`, models: { cloud: 'otron-tiny-llama' } };
  writeFileSync(
    config,
    JSON.stringify({ plugins: [{ package: '@predict-otron-examples/upstream-runner', config: upstream }] }),
  );
  const flags = [
    '--port',
    String(port),
    '--plugins',
    plugins,
    '--config',
    config,
    '--cache',
    join(root, 'cache'),
    '--watch',
  ];
  server = await startServer(flags, program);
}, 600_000);

afterAll(async () => {
  await server?.end();
  rmSync(root, { recursive: true, force: true });
});

const chat = (fields: object) =>
  server.post('/v1/chat/completions', {
    model: 'otron-tiny-llama',
    temperature: 0,
    messages: [{ role: 'user', content: 'What is the capital of France?' }],
    ...fields,
  });
const textOf = async (response: Response) =>
  ((await response.json()) as { choices: { message: { content: string } }[] }).choices[0]?.message.content;

it('are taken from their archives', async () => {
  const { plugins } = await server.json<{ plugins: { name: string; state: string; reason?: string }[] }>(
    '/admin/plugins',
  );
  const examples = readdirSync('examples');
  expect(examples).toHaveLength(4);
  for (const name of examples) expect(plugins).toContainEqual(expect.objectContaining({ name, state: 'ready' }));
});

it('make a model of another server one of this one', async () => {
  const here = await textOf(await chat({}));
  expect(here).toContain('Paris');
  expect(await textOf(await chat({ model: 'cloud' }))).toBe(here);
  const chunks = eventData(await (await chat({ model: 'cloud', stream: true })).text());
  expect(chunks.length).toBeGreaterThan(4);
  const { usage, model } = (await (await chat({ model: 'cloud', max_tokens: 3 })).json()) as {
    usage: { completion_tokens: number };
    model: string;
  };
  expect([model, usage.completion_tokens]).toEqual(['cloud', 3]);
  const refused = await chat({ model: 'cloud', top_k: 3 });
  expect([refused.status, await refused.json()]).toEqual([400, { error: expect.objectContaining({ param: 'top_k' }) }]);
});

it('embed without a neural network', async () => {
  const input = ['Bread is baked in an oven.', 'Baking breads', 'Stars shine at night.'];
  const response = await server.post('/v1/embeddings', { model: 'hashed-ngrams', input });
  const { data } = (await response.json()) as { data: { embedding: number[] }[] };
  const [bread = [], baking = [], stars = []] = data.map(({ embedding }) => embedding);
  const dot = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
  expect(bread).toHaveLength(256);
  expect(dot(bread, bread)).toBeCloseTo(1, 4);
  expect(dot(bread, baking)).toBeGreaterThan(dot(bread, stars) + 0.1);
});

it('take a secret out of a stream that cuts it into pieces, and record what the client got', async () => {
  const said = { regex: `The key is ${SECRET}, keep it\\.`, max_tokens: 200 };
  const lines = eventData(await (await chat({ ...said, stream: true })).text());
  const pieces = lines.slice(0, -1).map((line) => JSON.parse(line).choices[0]?.delta.content ?? '');
  expect(pieces.length).toBeGreaterThan(3);
  expect(pieces.join('')).toBe('The key is [redacted], keep it.');
  expect(await textOf(await chat(said))).toBe('The key is [redacted], keep it.');

  const database = new sqlite.Database(join(root, 'cache/plugins/sqlite-recorder/conversations.db'), {
    readOnly: true,
  });
  try {
    const rows = database.all('SELECT * FROM conversations');
    expect(rows.length).toBeGreaterThanOrEqual(6);
    expect(rows.at(-1)).toMatchObject({
      model: 'otron-tiny-llama',
      prompt: expect.stringContaining('capital of France'),
      answers: '["The key is [redacted], keep it."]',
      finish_reasons: '["stop"]',
    });
    expect(JSON.stringify(rows)).not.toContain(SECRET);
  } finally {
    database.close();
  }
});

it('come and go with npm while the server runs', async () => {
  const isThere = async () => {
    const { plugins } = await server.json<{ plugins: { name: string }[] }>('/admin/plugins');
    return plugins.some(({ name }) => name === 'hashed-embedder');
  };
  const ask = () => server.post('/v1/embeddings', { model: 'hashed-ngrams', input: 'x' });
  npm('uninstall', '@predict-otron-examples/hashed-embedder');
  await server.until(async () => !(await isThere()), 'no hashed-embedder');
  await server.until(async () => (await ask()).status === 404, 'no hashed-ngrams');
  npm('install', join(root, 'predict-otron-examples-hashed-embedder-0.1.0.tgz'));
  await server.until(isThere, 'hashed-embedder');
  await server.until(async () => (await ask()).ok, 'hashed-ngrams');
});
