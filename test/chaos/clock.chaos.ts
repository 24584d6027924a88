// The time of day jumps by months to and fro, and nothing that lasts goes by it: with libfaketime (Debian: faketime) for
// the whole process, without it for what JavaScript sees.
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { SocketClient } from '../../libs/inference/src/gateway/socket-client.fixture.js';
import { ENDLESS, eventData, type RunningServer, startServer } from '../end-to-end/server.js';
import { OPTIONS } from './chaos-options.js';
import { Playground } from './stored-model.js';
import { PROBED, Vitals } from './vitals.js';

const SHIFT = fileURLToPath(new URL('clock-shift.mjs', import.meta.url));

const ground = new Playground();
let server: RunningServer;
let vitals: Vitals;

/** Of Debian and its kin. */
function libfaketime(): string | undefined {
  const files = existsSync('/usr/lib')
    ? readdirSync('/usr/lib').map((it) => join('/usr/lib', it, 'faketime/libfaketime.so.1'))
    : [];
  return files.find(existsSync);
}

const library = libfaketime();
if (!library) console.warn('Without libfaketime (Debian: faketime) the clock jumps for JavaScript alone.');
const file = ground.path('clock');

/** What makes the server's clock one that can be set. */
function settable(): Record<string, string> {
  if (!library) return { NODE_OPTIONS: `${PROBED.NODE_OPTIONS} --import=${SHIFT}` };
  writeFileSync(file, '+0');
  return {
    ...PROBED,
    LD_PRELOAD: library,
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  };
}

let ahead = false;
/** By half a year, the other way each time. */
function jump(): void {
  ahead = !ahead;
  if (library) writeFileSync(file, ahead ? '+180d' : '-180d');
  else server.kill('SIGPWR');
}

beforeAll(async () => {
  const settings = { models: { 'otron-tiny-gemma': { keepAlive: '1h' } } };
  server = await startServer(ground.config(settings), undefined, settable());
  vitals = await Vitals.of(server);
});
afterAll(async () => {
  await server?.end();
  ground.delete();
});

/** Milliseconds since the epoch, as the server has it. */
async function serverTime(): Promise<number> {
  const response = await fetch(`${server.url}/health`);
  await response.arrayBuffer();
  return Date.parse(response.headers.get('date') as string);
}

it('a clock that jumps: what runs goes on, and what is loaded stays', async () => {
  const client = await SocketClient.open(server.url);
  client.send({ type: 'chat', id: 'a', ...ENDLESS, n: 2, max_tokens: 400 });
  const stream = server.post('/v1/chat/completions', { ...ENDLESS, n: 2, max_tokens: 400, stream: true });
  await client.event('delta');
  const jumping = (async () => {
    for (let i = 0; i < 4 * OPTIONS.rounds; i += 1) {
      jump();
      await sleep(150);
    }
  })();
  expect(eventData(await (await stream).text()).at(-1)).toBe('[DONE]');
  expect(await client.event('end', 'a')).toMatchObject({ finish_reasons: ['length', 'length'] });
  await jumping;
  await client.close();
  for (let i = 0; i < 2; i += 1) {
    jump();
    // its Date header may be a second old
    await sleep(1100);
    expect(Math.abs((await serverTime()) - Date.now())).toBeGreaterThan(90 * 86_400_000);
    const { data } = await server.json<{ data: { id: string; state: string }[] }>('/models');
    expect(data.find(({ id }) => id === 'otron-tiny-gemma')?.state).toBe('loaded');
    await vitals.areBack();
  }
});
