// Mixed traffic of all kinds for as long as it is asked for. Once it runs evenly nothing may grow any more.
import { setTimeout as sleep } from 'node:timers/promises';
import { jest } from '@jest/globals';
import type { FakeHub } from '@predict-otron/model-store/testing';
import { SocketClient } from '../../libs/inference/src/gateway/socket-client.fixture.js';
import { ENDLESS, type RunningServer, startServer } from '../end-to-end/server.js';
import { chance, OPTIONS } from './chaos-options.js';
import { hubWithModel, Playground, PULLED, pull } from './stored-model.js';
import { type Held, held, PROBED, Vitals } from './vitals.js';

const CLIENTS = 8;
/** How often the process is looked at. */
const LOOKS = 10;
/** Growth from the middle to the end: a part of what there was, and what the allocator may take at any time. */
const GROWTH = { part: 0.1, room: 64 * 2 ** 20 };

jest.setTimeout((OPTIONS.soakSeconds + 300) * 1000);

let ground: Playground;
let hub: FakeHub;
let server: RunningServer;
let vitals: Vitals;

beforeAll(async () => {
  ground = new Playground();
  const { hub: it, environment } = await hubWithModel(ground.path('home'));
  hub = it;
  server = await startServer([], undefined, { ...PROBED, ...environment });
  vitals = await Vitals.of(server);
});
afterAll(async () => {
  await server?.end();
  await hub?.close();
  ground.delete();
});

const random = chance();
const pick = <T>(items: readonly T[]) => items[Math.floor(random() * items.length)] as T;
const words = () => pick(['the sea', 'the river', 'bread', 'the sun', 'a city']).repeat(1 + Math.floor(random() * 20));
const messages = () => [{ role: 'user', content: `Tell me of ${words()}.` }];
const model = () => pick(['default', 'otron-tiny-gemma']);

/** Sends it, takes all of the answer, and holds it to its status. */
async function ask(path: string, body: object, init: RequestInit = {}): Promise<void> {
  const response = await server.post(path, body, init);
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${path} answered ${response.status}: ${text}`);
}

async function overSocket(): Promise<void> {
  const client = await SocketClient.open(server.url);
  client.send({ type: 'chat', id: 'a', model: model(), messages: messages(), max_tokens: 20 });
  client.send({ type: 'chat', id: 'b', ...ENDLESS, n: 1 });
  await client.event('end', 'a');
  if (random() < 0.5) {
    client.send({ type: 'cancel', id: 'b' });
    await client.event('end', 'b');
  }
  await client.close();
}

async function leave(): Promise<void> {
  const signal = AbortSignal.timeout(1 + Math.floor(random() * 300));
  await ask('/v1/chat/completions', { ...ENDLESS, n: 2, stream: random() < 0.5 }, { signal }).catch(() => undefined);
}

async function pullAnew(): Promise<void> {
  await pull(server);
  await ask('/v1/chat/completions', { model: PULLED, messages: messages(), max_tokens: 4 });
  await fetch(`${server.url}/models/${PULLED}`, { method: 'DELETE' });
}

const schema = { type: 'object', properties: { a: { type: 'string', maxLength: 8 } }, required: ['a'] };
const json = { type: 'json_schema', json_schema: { name: 'a', schema } };
/** Kinds of traffic, each so many times as often as the last. */
const KINDS: [number, string, () => Promise<void>][] = [
  [
    8,
    'chats',
    () => ask('/v1/chat/completions', { model: model(), messages: messages(), max_tokens: 24, stream: random() < 0.7 }),
  ],
  [4, 'embeddings', () => ask('/v1/embeddings', { model: 'default', input: [words(), words()] })],
  [
    3,
    'responses',
    () => ask('/v1/responses', { model: model(), input: words(), max_output_tokens: 16, stream: random() < 0.5 }),
  ],
  [3, 'Ollama', () => ask('/api/chat', { model: model(), messages: messages(), options: { num_predict: 16 } })],
  [2, 'messages', () => ask('/v1/messages', { model: model(), messages: messages(), max_tokens: 16 })],
  [
    2,
    'constraints',
    () =>
      ask('/v1/chat/completions', { model: 'default', messages: messages(), response_format: json, max_tokens: 32 }),
  ],
  [3, 'WebSockets', overSocket],
  [3, 'leaving', leave],
  [1, 'reading', () => server.json('/v1/models').then(() => undefined)],
];
const BAG = KINDS.flatMap(([count, name, run]) => Array.from({ length: count }, () => ({ name, run })));

it(`${OPTIONS.soakSeconds} seconds of mixed traffic`, async () => {
  const done = new Map<string, number>();
  const end = performance.now() + OPTIONS.soakSeconds * 1000;
  const running = () => performance.now() < end;
  const repeat = async (one: () => { name: string; run(): Promise<void> }) => {
    while (running()) {
      const { name, run } = one();
      await run();
      done.set(name, (done.get(name) ?? 0) + 1);
    }
  };
  const looks: Held[] = [];
  const look = async () => {
    for (let i = 0; i < LOOKS; i += 1) {
      await sleep((OPTIONS.soakSeconds * 1000) / LOOKS);
      looks.push(await held(server));
    }
  };
  const clients = Array.from({ length: CLIENTS }, () => repeat(() => pick(BAG)));
  await Promise.all([look(), repeat(() => ({ name: 'pulls', run: pullAnew })), ...clients]);
  const after = await vitals.areBack();

  const mib = (bytes: number) => Math.round(bytes / 2 ** 20);
  const lines = looks.map(
    ({ rss, heap, files, handles, lagMs, meanLagMs }, i) =>
      `${Math.round(((i + 1) * OPTIONS.soakSeconds) / LOOKS)} s: ${mib(rss)} MiB, of JavaScript ${mib(heap)}; ${files} files, ${handles} handles; event loop ${Math.round(meanLagMs)} ms, at most ${Math.round(lagMs)}`,
  );
  const middle = looks[Math.floor(looks.length / 2)] as Held;
  const grows = (what: 'rss' | 'heap') => after[what] > middle[what] * (1 + GROWTH.part) + GROWTH.room;
  const growing = (['rss', 'heap'] as const).filter(grows);
  const verdict = growing.length === 0 ? 'nothing grows' : `${growing} grows`;
  console.log(
    `${JSON.stringify(Object.fromEntries(done))}\n${lines.join('\n')}\nafterwards: ${mib(after.rss)} MiB, of JavaScript ${mib(after.heap)}\nverdict: ${verdict}`,
  );
  expect(verdict).toBe('nothing grows');
  for (const [, name] of KINDS) expect([name, done.get(name) ?? 0]).not.toEqual([name, 0]);
});
