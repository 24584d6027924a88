import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeHub } from '@predict-otron/model-store/testing';
import { type RunningServer, startServer } from './server.js';

interface Job {
  id: string;
  status: string;
  phase: string;
  model_id?: string;
  completed_bytes: number;
}

const question = {
  messages: [{ role: 'user', content: 'What is the capital of France?' }],
  temperature: 0,
  max_tokens: 16,
};

let hub: FakeHub;
let home: string;
let servers: RunningServer[];

beforeEach(async () => {
  servers = [];
  home = await mkdtemp(join(tmpdir(), 'otron-store-'));
  hub = await FakeHub.start();
  const file = await readFile(new URL('../../models/otron-tiny-llama-q8_0.gguf', import.meta.url));
  hub.repos.set('acme/tiny-GGUF', { files: { 'tiny-Q8_0.gguf': file, 'README.md': Buffer.from('# Tiny') } });
});

afterEach(async () => {
  for (const server of servers) await server.end();
  await hub.close();
  await rm(home, { recursive: true, force: true });
});

async function start(...flags: string[]): Promise<RunningServer> {
  const env = { HF_HOME: home, HF_ENDPOINT: hub.endpoint, HF_TOKEN: 'hf_good', HF_HUB_OFFLINE: '0' };
  const server = await startServer(flags, undefined, env);
  servers.push(server);
  return server;
}

async function pull(server: RunningServer): Promise<Job> {
  return (await server.post('/models/pull', { model: 'hf:acme/tiny-GGUF' })).json() as Promise<Job>;
}

async function answer(server: RunningServer, model: string): Promise<string | undefined> {
  const response = await server.post('/v1/chat/completions', { model, ...question });
  expect(response.status).toBe(200);
  const { choices } = (await response.json()) as { choices: { message: { content: string } }[] };
  return choices[0]?.message.content;
}

async function ids(server: RunningServer): Promise<string[]> {
  const { data } = await server.json<{ data: { id: string }[] }>('/v1/models');
  return data.map(({ id }) => id);
}

it('goes on with a download after a kill, and then answers as the model', async () => {
  // slow enough for a busy machine to end a server before the file is there
  hub.trouble = { slowMs: 80 };
  const first = await start();
  const { id } = await pull(first);
  await first.until(async () => (await first.json<Job>(`/models/pulls/${id}`)).completed_bytes > 600_000);
  await first.end();

  const second = await start();
  expect(await ids(second)).not.toContain('acme/tiny-GGUF');
  hub.trouble = {};
  hub.requests.length = 0;
  const again = await pull(second);
  await second.until(async () => (await second.json<Job>(`/models/pulls/${again.id}`)).status !== 'running');
  expect(await second.json(`/models/pulls/${again.id}`)).toMatchObject({
    status: 'succeeded',
    model_id: 'acme/tiny-GGUF',
  });
  const [bytes] = hub.requests.filter(({ at }) => at === 'cdn');
  expect(Number(/^bytes=(\d+)-/.exec(bytes?.range ?? '')?.[1])).toBeGreaterThan(100_000);

  expect(await ids(second)).toContain('acme/tiny-GGUF');
  expect(await answer(second, 'acme/tiny-GGUF')).toBe(await answer(second, 'otron-tiny-llama'));
  expect(await answer(second, 'hf:acme/tiny-GGUF:Q8_0')).toBe(await answer(second, 'otron-tiny-llama'));
  // the token is in no log, and the other host never saw it
  expect(second.output + second.errors + first.output + first.errors).not.toContain('hf_good');
  expect(hub.requests.filter(({ at, authorization }) => at === 'cdn' && authorization !== undefined)).toEqual([]);
});

it('is shared by two servers: one waits while the other downloads, and goes on where that was killed', async () => {
  hub.trouble = { slowMs: 80 };
  const both = [await start(), await start()];
  const pulls = await Promise.all(both.map(async (server) => ({ server, id: (await pull(server)).id })));
  const jobOf = ({ server, id }: (typeof pulls)[number]) => server.json<Job>(`/models/pulls/${id}`);
  const inPhase = async (phase: string) => {
    const jobs = await Promise.all(pulls.map(jobOf));
    return pulls[
      jobs.findIndex((job) => job.phase === phase && (phase === 'waiting' || job.completed_bytes > 500_000))
    ];
  };
  await both[0]?.until(async () => (await inPhase('waiting')) && (await inPhase('downloading')));
  const [left, goes] = [await inPhase('waiting'), await inPhase('downloading')] as [
    (typeof pulls)[0],
    (typeof pulls)[0],
  ];
  hub.requests.length = 0;
  await goes.server.end();
  hub.trouble = {};
  await left.server.until(async () => (await jobOf(left)).status !== 'running');
  expect(await jobOf(left)).toMatchObject({ status: 'succeeded', model_id: 'acme/tiny-GGUF' });
  const starts = hub.requests.flatMap(({ range }) => (range ? Number(/\d+/.exec(range)?.[0]) : []));
  // what was kept of it, and not all that had arrived
  expect(Math.max(...starts)).toBeGreaterThan(100_000);
  const verified = (await left.server.post('/models/verify', { model: 'acme/tiny-GGUF' })).json();
  expect(await verified).toMatchObject({ models: [{ id: 'acme/tiny-GGUF', intact: 1, damaged: [] }] });
});

it('takes the file that suits the device, and any revision that is asked for', async () => {
  const repo = hub.repos.get('acme/tiny-GGUF');
  const file = repo?.files['tiny-Q8_0.gguf'] as Buffer;
  // the policy of a CPU prefers eight bits to four, and this machine has the memory
  hub.repos.set('acme/both', {
    files: { 'tiny-Q4_K_M.gguf': file.subarray(0, 5_000), 'tiny-Q8_0.gguf': file },
    revisions: { old: { 'tiny-Q8_0.gguf': Buffer.concat([file, Buffer.alloc(32)]) } },
  });
  const server = await start('--device', 'cpu');
  const done = async (model: string) => {
    const { id } = (await (await server.post('/models/pull', { model })).json()) as Job;
    await server.until(async () => (await server.json<Job>(`/models/pulls/${id}`)).status !== 'running');
    return server.json(`/models/pulls/${id}`);
  };
  expect(await done('acme/both')).toMatchObject({ status: 'succeeded', completed_bytes: file.length });
  expect(await done('hf:acme/both@old')).toMatchObject({ status: 'succeeded', model_id: 'acme/both@old' });
  expect(await answer(server, 'acme/both@old')).toBe(await answer(server, 'acme/both'));
});

it('downloads a default model that is not here before it is ready, and finds it the next time', async () => {
  const first = await start('--model', 'hf:acme/tiny-GGUF');
  expect(first.output).toContain('is downloaded');
  expect(await answer(first, 'default')).toBe(await answer(first, 'otron-tiny-llama'));
  await first.end();
  hub.requests.length = 0;
  const second = await start('--model', 'acme/tiny-GGUF');
  expect(await answer(second, 'default')).toEqual(expect.any(String));
  expect(hub.requests).toEqual([]);
});
