import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addKey } from '@predict-otron/service/keys';
import { ENDLESS, type RunningServer, startServer } from './server.js';
import { Fleet, SHAPES, type Shape, startFleet } from './shapes.js';

const folder = mkdtempSync(join(tmpdir(), 'otron-keys-'));
const file = join(folder, 'keys.json');
const keys = [0, 9].map((priority) => addKey(file, { name: `p${priority}`, priority })) as [string, string];

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const startShape = async (shape: Shape): Promise<Fleet> =>
  shape === 'standalone'
    ? new Fleet(await startServer(['--keys-file', file]))
    : startFleet(1, [], { serverEnvironment: { OTRON_KEYS_FILE: file } });

/** What a server tells its engines; of a client it is not believed. */
const MADE_UP = { 'x-otron-key-name': 'somebody', 'x-otron-priority': '9' };

const headers = (key: string) => ({ 'Content-Type': 'application/json', Authorization: `Bearer ${key}`, ...MADE_UP });

interface Usage {
  prompt_tokens: number;
  completion_tokens: number;
}

/** Takes all slots of the model until it has ended. */
const ask = (server: RunningServer, key: string, more: object, signal?: AbortSignal) =>
  fetch(`${server.url}/v1/chat/completions`, {
    method: 'POST',
    headers: headers(key),
    body: JSON.stringify({ ...ENDLESS, ...more }),
    ...(signal && { signal }),
  }).then((response) => response.json());

/** Resolves when so many generations run or wait. */
const until = (server: RunningServer, count: number) =>
  server.until(async () => {
    const answer = await fetch(`${server.url}/admin/requests`, { headers: headers(keys[1]) });
    return ((await answer.json()) as { requests: object[] }).requests.length === count;
  });

describe.each(SHAPES)('%s', (shape) => {
  let fleet: Fleet;
  let server: RunningServer;
  beforeAll(async () => {
    fleet = await startShape(shape);
    server = fleet.server;
  });
  afterAll(() => fleet?.end());

  it('answers the key of higher priority first', async () => {
    const [low, high] = keys;
    const order: string[] = [];
    const stop = new AbortController();
    const blocking = ask(server, low, {}, stop.signal).catch(() => undefined);
    await until(server, 1);
    const later = ask(server, low, { max_tokens: 4 }).then(() => order.push('low'));
    await until(server, 2);
    const sooner = ask(server, high, { max_tokens: 4 }).then(() => order.push('high'));
    await until(server, 3);
    stop.abort();
    await Promise.all([blocking, later, sooner]);
    expect(order).toEqual(['high', 'low']);
  });

  it('tells what each key has used, as the answers said', async () => {
    const { usage } = (await ask(server, keys[1], { n: 1, max_tokens: 3 })) as { usage: Usage };
    const used = await usages();
    expect(used.map(({ key }) => key)).toEqual(['p0', 'p9']);
    expect(used[1]).toEqual({
      day: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      key: 'p9',
      requests: 2,
      prompt_tokens: 2 * usage.prompt_tokens,
      // 16 answers of 4 tokens before it
      generated_tokens: usage.completion_tokens + 64,
    });
  });

  it('counts prompts that wait for a place for the key that sent them, whoever else is answered meanwhile', async () => {
    const before = await usedBy('p9');
    const stop = new AbortController();
    const other = ask(server, keys[0], { n: 1 }, stop.signal).catch(() => undefined);
    await until(server, 1);
    const response = await fetch(`${server.url}/v1/completions`, {
      method: 'POST',
      headers: headers(keys[1]),
      body: JSON.stringify({ model: 'default', prompt: Array.from({ length: 40 }, (_, i) => `${i}.`), max_tokens: 2 }),
    });
    const { usage } = (await response.json()) as { usage: Usage };
    stop.abort();
    await other;
    const after = await usedBy('p9');
    expect(after.generated_tokens - before.generated_tokens).toBe(usage.completion_tokens);
    expect(after.prompt_tokens - before.prompt_tokens).toBe(usage.prompt_tokens);
  });

  interface KeyUsage extends Usage {
    key: string;
    generated_tokens: number;
  }

  async function usages(): Promise<KeyUsage[]> {
    const answer = await fetch(`${server.url}/admin/usage`, { headers: headers(keys[1]) });
    return ((await answer.json()) as { usage: KeyUsage[] }).usage;
  }

  const usedBy = async (name: string) => (await usages()).find(({ key }) => key === name) as KeyUsage;
});
