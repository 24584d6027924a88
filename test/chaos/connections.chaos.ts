// Clients that misbehave on their connections, and a server that answers the others meanwhile.
import { setTimeout as sleep } from 'node:timers/promises';
import { SocketClient } from '../../libs/inference/src/gateway/socket-client.fixture.js';
import { ENDLESS, type RunningServer, startServer } from '../end-to-end/server.js';
import { chance, OPTIONS } from './chaos-options.js';
import { RawClient, requestBytes } from './raw-client.js';
import { PROBED, textOf, Vitals } from './vitals.js';

const CHAT = '/v1/chat/completions';

let server: RunningServer;
let vitals: Vitals;
let clients: RawClient[] = [];

beforeAll(async () => {
  server = await startServer([], undefined, PROBED);
  vitals = await Vitals.of(server);
});
afterAll(() => server?.end());
afterEach(async () => {
  for (const client of clients) client.leave();
  clients = [];
  await vitals.areBack();
});

async function connect(count: number): Promise<RawClient[]> {
  const opened = await Promise.all(Array.from({ length: count }, () => RawClient.open(server.url)));
  clients.push(...opened);
  return opened;
}

const post = (body: object) => requestBytes(server.url, CHAT, body);

it('a thousand that never send, and headers that come a byte at a time: others are answered, these are sent away', async () => {
  const silent = await connect(1000);
  const slow = await connect(50);
  for (const client of slow) client.send(`POST ${CHAT} HTTP/1.1\r\nX-Slow: `);
  const trickle = setInterval(() => {
    for (const client of slow) if (client.open) client.send('x');
  }, 500);
  expect(await textOf(server)).toContain('Paris');
  await Promise.all([...silent, ...slow].map(({ closed }) => closed));
  clearInterval(trickle);
  for (const { received } of silent) expect(received).toMatch(/^(HTTP\/1.1 408 |$)/);
  for (const { received } of slow) expect(received).toMatch(/^HTTP\/1.1 408 /);
});

// a client that was killed and one that closed its half look the same until bytes are sent in vain: both have left
it('clients that close their half, behind or in the middle of their request', async () => {
  const half = await connect(100);
  const random = chance();
  const request = post({ ...ENDLESS, stream: true });
  for (const [i, client] of half.entries()) {
    client.send(i % 2 === 0 ? request : request.slice(0, Math.floor(random() * request.length)));
    client.half();
  }
  await Promise.all(half.map(({ closed }) => closed));
  for (const { received } of half) expect(received).toMatch(/^(HTTP\/1.1 (200|400) |$)/);
});

it('clients that read a byte a second: they are held back, and others are answered', async () => {
  const slow = await connect(16);
  for (const { socket } of slow) socket.removeAllListeners('data').pause();
  // many bytes for each token
  for (const client of slow) client.send(post({ ...ENDLESS, n: 1, stream: true, logprobs: true, top_logprobs: 20 }));
  for (let second = 0; second < 3 * OPTIONS.rounds; second += 1) {
    await sleep(1000);
    for (const { socket } of slow) socket.read(1);
    // those that wait for their readers hold their slots; another model has its own
    expect(await textOf(server, 'otron-tiny-gemma')).toBeTruthy();
  }
  expect((await server.slots()).running).toBeGreaterThan(0);
});

it('storms of clients that leave at any moment', async () => {
  const random = chance();
  const pick = <T>(items: readonly T[]) => items[Math.floor(random() * items.length)] as T;
  const bodies = [
    { path: CHAT, body: { ...ENDLESS, stream: true } },
    { path: CHAT, body: { ...ENDLESS, n: 3 } },
    { path: CHAT, body: { ...ENDLESS, messages: [{ role: 'user', content: 'one two three four '.repeat(300) }] } },
    { path: '/v1/embeddings', body: { model: 'default', input: Array(40).fill('The river runs.') } },
    { path: '/v1/responses', body: { model: 'default', input: 'Go on.', max_output_tokens: 500, stream: true } },
    { path: '/api/chat', body: { model: 'default', messages: ENDLESS.messages } },
  ];
  const storm = async () => {
    const { path, body } = pick(bodies);
    const abort = AbortSignal.timeout(1 + Math.floor(random() ** 2 * 400));
    const response = await server.post(path, body, { signal: abort });
    await response.arrayBuffer();
  };
  for (let round = 0; round < OPTIONS.rounds; round += 1) {
    const ends = await Promise.allSettled(Array.from({ length: 150 }, storm));
    expect(ends.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(50);
    await vitals.areBack();
  }
});

it('storms of WebSockets that end in the middle of their chats', async () => {
  const random = chance();
  for (let round = 0; round < OPTIONS.rounds; round += 1) {
    await Promise.all(
      Array.from({ length: 40 }, async () => {
        const client = await SocketClient.open(server.url);
        for (const id of ['a', 'b']) client.send({ type: 'chat', id, ...ENDLESS, n: 2 });
        await sleep(random() * 300);
        if (random() < 0.5) client.send({ type: 'cancel', id: 'a' });
        if (random() < 0.5) client.socket.terminate();
        else client.socket.close(1000 + Math.floor(random() * 2));
        await client.closed();
      }),
    );
    await vitals.areBack();
  }
});
