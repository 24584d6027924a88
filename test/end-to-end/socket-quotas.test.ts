// What a key with a quota may do over a WebSocket, and what is counted of its tokens, also behind a server in front.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addKey } from '@predict-otron/service/keys';
import { SocketClient } from '../../libs/inference/src/gateway/socket-client.fixture.js';
import { ENDLESS, type RunningServer, startServer } from './server.js';
import { Fleet, SHAPES, startFleet } from './shapes.js';

const folder = mkdtempSync(join(tmpdir(), 'otron-socket-quotas-'));
const file = join(folder, 'keys.json');
const [one, three, tokens, leaver, reader] = [
  { name: 'one', quota: ['concurrent=1'] },
  { name: 'three', quota: ['requestsPerMinute=3'] },
  { name: 'tokens', quota: ['tokensPerMinute=20'] },
  { name: 'leaver', quota: ['tokensPerMinute=20'] },
  { name: 'reader', quota: ['tokensPerMinute=20'] },
].map((key) => addKey(file, key)) as [string, string, string, string, string];

let fleet: Fleet;
let server: RunningServer;
const clients: SocketClient[] = [];

const STARTS = {
  standalone: async () => new Fleet(await startServer(['--keys-file', file])),
  'high availability': () => startFleet(2, [], { serverEnvironment: { OTRON_KEYS_FILE: file } }),
};

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const open = async (key: string) => {
  const client = await SocketClient.open(server.url, { headers: { Authorization: `Bearer ${key}` } });
  clients.push(client);
  return client;
};
const ended = (client: SocketClient, id: string) =>
  client.until(() => client.events.some((event) => event.id === id && ['end', 'error'].includes(event.type)));
const errorOf = (client: SocketClient, id: string) =>
  client.events.find((event) => event.id === id && event.type === 'error') as
    | { code: string; message: string }
    | undefined;
const short = { max_tokens: 2 };
const endless = { logit_bias: ENDLESS.logit_bias };
const post = (key: string, body: object, init: RequestInit = {}) =>
  server.post(
    '/v1/chat/completions',
    { model: 'default', messages: ENDLESS.messages, ...body },
    {
      headers: { Authorization: `Bearer ${key}` },
      ...init,
    },
  );

describe.each(SHAPES)('%s', (shape) => {
  beforeAll(async () => {
    fleet = await STARTS[shape]();
    server = fleet.server;
  });
  afterEach(() => {
    for (const { socket } of clients.splice(0)) socket.terminate();
  });
  afterAll(() => fleet?.end());

  describe('a WebSocket of a key with a quota', () => {
    it('has as many chats at a time as the key may, and its requests count', async () => {
      const client = await open(one);
      client.chat('first', endless);
      await client.event('delta', 'first');
      client.chat('second', short);
      await ended(client, 'second');
      expect(errorOf(client, 'second')).toMatchObject({ code: 'rate_limit_exceeded' });
      expect((await post(one, short)).status).toBe(429);
      client.send({ type: 'cancel', id: 'first' });
      await ended(client, 'first');
      client.chat('third', short);
      await ended(client, 'third');
      expect(errorOf(client, 'third')).toBeUndefined();
    });

    it('frees its place when its client leaves', async () => {
      const client = await open(one);
      client.chat('first', endless);
      await client.event('delta', 'first');
      client.socket.terminate();
      await server.until(async () => (await post(one, short)).status === 200);
    });

    it('sends as many chats a minute as the key may', async () => {
      const client = await open(three);
      for (const id of ['1', '2', '3', '4']) {
        client.chat(id, short);
        await ended(client, id);
      }
      expect(['1', '2', '3', '4'].map((id) => errorOf(client, id) !== undefined)).toEqual([false, false, false, true]);
      expect((await post(three, short)).status).toBe(429);
    });

    it('uses up its tokens', async () => {
      const client = await open(tokens);
      client.chat('1', { ...endless, max_tokens: 30 });
      await ended(client, '1');
      await server.until(async () => (await post(tokens, short)).status === 429);
      client.chat('2', short);
      await ended(client, '2');
      expect(errorOf(client, '2')?.message).toContain('20 tokens a minute');
    });
  });

  it('counts the tokens of a client that left before the end', async () => {
    const stop = new AbortController();
    const response = await post(leaver, { ...endless, stream: true }, { signal: stop.signal });
    expect(response.status).toBe(200);
    const pieces = response.body?.getReader();
    for (let i = 0; i < 12; i++) await pieces?.read();
    stop.abort();
    await pieces?.closed.catch(() => undefined);
    await server.until(async () => (await post(leaver, short)).status === 429);
  });

  it('counts the tokens of vectors and of every answer, before the next request', async () => {
    const embed = () =>
      server.post('/v1/embeddings', { input: 'The sea.' }, { headers: { Authorization: `Bearer ${reader}` } });
    const statuses = [];
    for (let i = 0; i < 2; i++) statuses.push((await embed()).status);
    const answer = await post(reader, { ...endless, max_tokens: 20 });
    await answer.text();
    statuses.push(answer.status, (await post(reader, short)).status, (await embed()).status);
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    expect(Number(answer.headers.get('x-ratelimit-remaining-tokens'))).toBeLessThan(20);
  });
});
