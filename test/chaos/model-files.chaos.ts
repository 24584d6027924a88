// Model files and caches that change under a running server.
import { readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import type { FakeHub } from '@predict-otron/model-store/testing';
import { type RunningServer, startServer } from '../end-to-end/server.js';
import { hubWithModel, Playground, PULLED, pull, pulledFile } from './stored-model.js';
import { PROBED, textOf, Vitals } from './vitals.js';

let ground: Playground;
let hub: FakeHub;
let environment: Record<string, string>;
let server: RunningServer;

beforeEach(async () => {
  ground = new Playground();
  ({ hub, environment } = await hubWithModel(ground.path('home')));
});
afterEach(async () => {
  await server?.end();
  await hub.close();
  ground.delete();
});

async function start(flags: string[] = [], more: Record<string, string> = {}): Promise<RunningServer> {
  server = await startServer(flags, undefined, { ...PROBED, ...environment, ...more });
  return server;
}

const reload = async (id: string) => {
  expect((await server.post(`/models/${id}/unload`, {})).status).toBe(200);
  return server.post(`/models/${id}/load`, {});
};

it.each(['in the process', 'isolated'])(
  'a model of the store, %s, whose file is cut while it is loaded',
  async (how) => {
    await start(ground.config({ models: { [PULLED]: { isolate: how === 'isolated' } } }));
    expect(await pull(server)).toBe('succeeded');
    const right = await textOf(server, PULLED);
    expect(right).toContain('Paris');
    const vitals = await Vitals.of(server);
    truncateSync(pulledFile(environment.HF_HOME as string, hub), 4096);
    const after = await textOf(server, PULLED).catch((error: Error) => error.message);
    // its weights are its own, or its process is: then it dies of them, and the cut file is refused
    expect(after === right || /answered (400|503)/.test(after)).toBe(true);
    await vitals.areBack();
    const { status } = await reload(PULLED);
    expect(status).toBe(400);
    await vitals.areBack();
  },
);

it('a model in a folder whose file is replaced, and then cut, while it is loaded', async () => {
  const file = ground.model('swapped');
  await start(ground.config({ models: { swapped: { path: file } } }));
  const right = await textOf(server, 'swapped');
  const vitals = await Vitals.of(server);
  const bytes = readFileSync(file);
  writeFileSync(`${file}.new`, bytes);
  renameSync(`${file}.new`, file);
  expect(await textOf(server, 'swapped')).toBe(right);
  writeFileSync(file, bytes.subarray(0, bytes.length / 2));
  expect(await textOf(server, 'swapped')).toBe(right);
  await vitals.areBack();
  const refused = await reload('swapped');
  expect(refused.status).toBe(400);
  writeFileSync(file, bytes);
  expect(await textOf(server, 'swapped')).toBe(right);
  await vitals.areBack();
});

it('caches that are removed while it runs', async () => {
  const cache = ground.path('cache');
  await start([], { OTRON_CACHE: cache });
  expect(await pull(server)).toBe('succeeded');
  const right = await textOf(server, PULLED);
  const vitals = await Vitals.of(server);
  rmSync(cache, { recursive: true, force: true });
  rmSync(environment.HF_HOME as string, { recursive: true, force: true });
  // what is in memory stays; what is not has to come again
  expect(await textOf(server, PULLED)).toBe(right);
  expect((await reload('otron-tiny-llama')).status).toBe(200);
  await vitals.areBack();
  expect((await reload(PULLED)).status).toBeGreaterThanOrEqual(400);
  expect(await pull(server)).toBe('succeeded');
  expect(await textOf(server, PULLED)).toBe(right);
  await vitals.areBack();
});
