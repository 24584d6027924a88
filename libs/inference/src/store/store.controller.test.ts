import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ModelStore } from '@predict-otron/model-store';
import { FakeHub } from '@predict-otron/model-store/testing';
import { FakeKernel, modelEntry, startEngine } from '../engine.fixture.js';
import type { PullJob } from './pull-job.js';

const MODEL = Buffer.concat([Buffer.from('GGUF'), randomBytes(200_000)]);
const ENVIRONMENT = { ...process.env };

let home: string;
let hub: FakeHub;
let store: ModelStore;
let kernel: FakeKernel;
let engine: Awaited<ReturnType<typeof startEngine>>;
const asked: string[] = [];

beforeEach(async () => {
  process.env.HF_TOKEN = '';
  home = await mkdtemp(join(tmpdir(), 'controller-'));
  process.env.HOME = home;
  hub = await FakeHub.start();
  hub.repos.set('acme/chat', { files: { 'chat-Q8_0.gguf': MODEL } });
  const settings = { home, hubCache: join(home, 'hub'), endpoint: hub.endpoint, offline: false, freeSpaceFloor: 0 };
  store = new ModelStore(settings, { backoff: { tries: 2, firstMs: 5 } });
  kernel = new FakeKernel();
  kernel.entries = [modelEntry('fixed', { sizeBytes: 5 })];
  asked.length = 0;
  Object.assign(kernel.models, {
    // as the kernel finds what is in the store
    rescan: async () => {
      const found = (await store.list()).map(({ id, path, aliases }) =>
        modelEntry(id, { aliases, file: { id, path } }),
      );
      kernel.entries = [modelEntry('fixed', { sizeBytes: 5 }), ...found];
    },
    load: async (id: string) => void asked.push(`load ${id}`),
    unload: async (id: string) => void asked.push(`unload ${id}`),
    remove: async (id: string) => void asked.push(`remove ${id}`),
  });
  engine = await startEngine(kernel, {}, store);
});

afterEach(async () => {
  await engine.app.close();
  await store.close();
  await hub.close();
  await rm(home, { recursive: true, force: true });
  process.env = { ...ENVIRONMENT };
});

async function call<T = Record<string, unknown>>(
  method: string,
  path: string,
  body?: object,
): Promise<{ status: number; body: T }> {
  const response = await fetch(engine.url + path, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? ({} as T) : JSON.parse(text) };
}

async function ended(id: string): Promise<PullJob> {
  for (;;) {
    const { body } = await call<PullJob>('GET', `/models/pulls/${id}`);
    if (body.status !== 'running') return body;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe('POST /models/pull', () => {
  it('is a job to poll, and then a model', async () => {
    const { status, body } = await call<PullJob>('POST', '/models/pull', { model: 'hf:acme/chat' });
    expect([status, body.status]).toEqual([200, 'running']);
    expect(await ended(body.id)).toMatchObject({
      status: 'succeeded',
      model_id: 'acme/chat',
      completed_bytes: MODEL.length,
    });
    const { body: list } = await call<{ data: object[] }>('GET', '/models');
    expect(list.data).toMatchObject([
      { id: 'fixed', in_store: false },
      { id: 'acme/chat', in_store: true },
    ]);
    expect((await call('POST', '/models/verify', { model: 'acme/chat' })).body).toMatchObject({
      ok: true,
      models: [{ intact: 1 }],
    });
  });

  it('streams its progress', async () => {
    const response = await fetch(`${engine.url}/models/pull`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ model: 'acme/chat:Q8_0' }),
    });
    expect(response.headers.get('content-type')).toMatch('text/event-stream');
    const jobs: PullJob[] = (await response.text())
      .trim()
      .split('\n\n')
      .map((event) => JSON.parse(event.replace('data: ', '')));
    expect(jobs[0]).toMatchObject({ status: 'running', phase: 'resolving' });
    expect(jobs.at(-1)).toMatchObject({ status: 'succeeded', model_id: 'acme/chat', total_bytes: MODEL.length });
  });

  it('is a failed job, never a failed answer, when the Hub cannot be reached or refuses', async () => {
    await hub.close();
    const lost = await call<PullJob>('POST', '/models/pull', { model: 'acme/other' });
    expect(lost.status).toBe(200);
    expect(await ended(lost.body.id)).toMatchObject({ status: 'failed', error: { code: 'UPSTREAM' } });
    hub = await FakeHub.start();
  });

  it('names what is wrong with a reference', async () => {
    expect(await call('POST', '/models/pull', { model: 'nonsense' })).toMatchObject({
      status: 400,
      body: { error: { param: 'model' } },
    });
    expect((await call('POST', '/models/pull', {})).status).toBe(400);
  });

  it('is cancelled by DELETE, and by the client of a stream that leaves', async () => {
    hub.trouble = { slowMs: 200 };
    const { body } = await call<PullJob>('POST', '/models/pull', { model: 'acme/chat' });
    expect((await call('DELETE', `/models/pulls/${body.id}`)).body).toMatchObject({ status: 'cancelled' });
    const leaving = new AbortController();
    const response = await fetch(`${engine.url}/models/pull`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ model: 'acme/chat' }),
      signal: leaving.signal,
    });
    const reader = response.body?.getReader();
    const job: PullJob = JSON.parse(
      new TextDecoder()
        .decode((await reader?.read())?.value)
        .split('\n\n')[0]
        ?.replace('data: ', '') ?? '',
    );
    leaving.abort();
    await reader?.read().catch(() => undefined);
    expect(await ended(job.id)).toMatchObject({ status: 'cancelled' });
    expect((await call('GET', '/models/pulls/none')).status).toBe(404);
  });
});

it('loads, unloads and deletes by any spelling of an id', async () => {
  const { body } = await call<PullJob>('POST', '/models/pull', { model: 'acme/chat' });
  await ended(body.id);
  for (const id of ['acme/chat', 'acme%2Fchat', 'acme/chat:Q8_0', 'acme%2Fchat%3AQ8_0']) {
    expect((await call('GET', `/models/${id}`)).body).toMatchObject({ id: 'acme/chat' });
    expect((await call('POST', `/models/${id}/load`)).status).toBe(200);
  }
  await call('POST', '/models/acme/chat/unload');
  expect(asked).toEqual([
    'load acme/chat',
    'load acme/chat',
    'load acme/chat:Q8_0',
    'load acme/chat:Q8_0',
    'unload acme/chat',
  ]);
  expect((await call('DELETE', '/models/fixed')).status).toBe(409);
  expect(await call('DELETE', '/models/acme/chat')).toMatchObject({
    status: 200,
    body: { deleted: true, freed_bytes: MODEL.length },
  });
  expect((await call('GET', '/models/acme/chat')).status).toBe(404);
});

it('pulls and deletes as Ollama does', async () => {
  const response = await fetch(`${engine.url}/api/pull`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'hf.co/acme/chat:Q8_0' }),
  });
  const lines = (await response.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines[0]).toEqual({ status: 'pulling manifest' });
  expect(lines.at(-1)).toEqual({ status: 'success' });
  expect((await call('POST', '/api/pull', { model: 'acme/none', stream: false })).body).toEqual({
    error: expect.stringContaining('acme/none'),
  });
  expect((await call('DELETE', '/api/delete', { model: 'acme/chat' })).status).toBe(200);
});
