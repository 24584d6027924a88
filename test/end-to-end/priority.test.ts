import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addKey } from '@predict-otron/service/keys';
import { ENDLESS, type RunningServer, startServer } from './server.js';

const folder = mkdtempSync(join(tmpdir(), 'otron-priority-'));
const file = join(folder, 'keys.json');
const keys = [0, 9].map((priority) => addKey(file, { name: `p${priority}`, priority })) as [string, string];

let server: RunningServer;
beforeAll(async () => {
  server = await startServer(['--keys-file', file]);
});
afterAll(async () => {
  await server?.end();
  rmSync(folder, { recursive: true, force: true });
});

const headers = (key: string) => ({ 'Content-Type': 'application/json', Authorization: `Bearer ${key}` });

/** Takes all slots of the model until it has ended. */
const ask = (key: string, more: object, signal?: AbortSignal) =>
  fetch(`${server.url}/v1/chat/completions`, {
    method: 'POST',
    headers: headers(key),
    body: JSON.stringify({ ...ENDLESS, ...more }),
    ...(signal && { signal }),
  }).then((response) => response.json());

/** Resolves when so many generations run or wait. */
const until = (count: number) =>
  server.until(async () => {
    const answer = await fetch(`${server.url}/admin/requests`, { headers: headers(keys[1]) });
    return ((await answer.json()) as { requests: object[] }).requests.length === count;
  });

it('answers the key of higher priority first', async () => {
  const [low, high] = keys;
  const order: string[] = [];
  const stop = new AbortController();
  const blocking = ask(low, {}, stop.signal).catch(() => undefined);
  await until(1);
  const later = ask(low, { max_tokens: 4 }).then(() => order.push('low'));
  await until(2);
  const sooner = ask(high, { max_tokens: 4 }).then(() => order.push('high'));
  await until(3);
  stop.abort();
  await Promise.all([blocking, later, sooner]);
  expect(order).toEqual(['high', 'low']);
});
