// Long because one protocol, with all that can happen to its connections.
import { Ajv2020 } from 'ajv/dist/2020.js';
import { WebSocket } from 'ws';
import { type SeenEvent, SocketClient } from '../../libs/inference/src/gateway/socket-client.fixture.js';
import { ENDLESS, eventData, type RunningServer, startServer } from './server.js';
import { SocketProxy } from './socket-proxy.js';

const QUESTION = { model: 'default', messages: [{ role: 'user', content: 'What is the capital of France?' }] };
/** Some hundred tokens whose text depends on each one before: one that is missing or twice shows. */
const STORY = {
  model: 'default',
  messages: [{ role: 'user', content: 'Tell me a story.' }],
  ...{ max_tokens: 200, seed: 1, temperature: 0.8, deterministic: true, logit_bias: { 0: -100, 1: -100, 2: -100 } },
};

let server: RunningServer;
let proxy: SocketProxy;
const clients: SocketClient[] = [];

beforeAll(async () => {
  server = await startServer(['--allowed-origins', 'https://friend.example']);
  proxy = await SocketProxy.before(server.url);
});
afterAll(async () => {
  await proxy?.close();
  await server?.end();
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.socket.terminate();
  Object.assign(proxy, { cutAfter: Number.POSITIVE_INFINITY, delayMs: 0 });
  await server.idle();
});

async function open(url = server.url, options: object = {}): Promise<SocketClient> {
  const client = await SocketClient.open(url, options);
  clients.push(client);
  return client;
}

/** Events without what differs from one connection to the next. */
const told = (events: SeenEvent[]) => events.map(({ type, seq, text }) => ({ type, seq, text }));

it('answers over a WebSocket what it answers over HTTP, in frames that the document describes', async () => {
  const client = await open();
  client.send({ type: 'chat', id: 'a', ...QUESTION, temperature: 0, logprobs: true });
  client.send({ type: 'models' });
  client.send({ type: 'ping' });
  client.send({ type: 'nonsense' });
  await client.event('end');
  await client.event('error');
  const whole = await (await server.post('/v1/chat/completions', { ...QUESTION, temperature: 0 })).json();
  expect(client.text('a')).toBe((whole as { choices: [{ message: { content: string } }] }).choices[0].message.content);

  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ $id: '/openapi.json', ...(await server.json<object>('/openapi.json')) });
  const { components } = await server.json<{ components: { messages: Record<string, { payload: object }> } }>(
    '/asyncapi.json',
  );
  const faults = (name: string, frame: object) => {
    const validate = ajv.compile({ ...components.messages[name]?.payload, $id: `/${name}-${Math.random()}` });
    return validate(frame) ? [] : validate.errors;
  };
  for (const event of client.events) expect([event, faults(`server.${event.type}`, event)]).toEqual([event, []]);
  expect(faults('client.chat', { type: 'chat', id: 'a', ...QUESTION })).toEqual([]);
  expect(faults('client.chat', { type: 'chat', id: 'a', ...QUESTION, temperature: 'hot' })).not.toEqual([]);
  expect(faults('server.pong', { type: 'pong', x: 1 })).not.toEqual([]);
});

it('ends what a client asked for within one step of its leaving', async () => {
  const client = await open();
  client.send({ type: 'chat', id: 'a', ...ENDLESS });
  await client.event('delta');
  expect((await server.slots()).running).toBe(1);
  client.socket.terminate();
  await server.idle();
});

it('pauses a client that does not read, and answers others meanwhile', async () => {
  const slow = await open();
  slow.send({ type: 'chat', id: 'a', ...ENDLESS, n: 8 });
  await slow.event('delta');
  slow.socket.pause();
  const other = await open();
  other.send({ type: 'chat', id: 'b', ...QUESTION, max_tokens: 5 });
  await other.event('end');
  slow.socket.resume();
  await slow.event('end');
  expect(slow.events.map(({ seq }) => seq)).toEqual(slow.events.map((_, index) => index + 1));
});

describe('a resumable stream', () => {
  it.each([[0], [20]])('loses nothing when its connection is cut again and again, %d ms late', async (delayMs) => {
    const straight = await open();
    straight.send({ type: 'chat', id: 'a', ...STORY });
    await straight.event('end');

    Object.assign(proxy, { cutAfter: 1_500, delayMs });
    const seen: SeenEvent[] = [];
    let stream: unknown;
    let connections = 0;
    while (seen.at(-1)?.type !== 'end') {
      const client = await open(proxy.url);
      connections += 1;
      if (stream === undefined) client.send({ type: 'chat', id: 'a', ...STORY, resumable: true });
      else client.send({ type: 'resume', stream, after: seen.at(-1)?.seq ?? 0 });
      await client.until(() => client.code !== undefined || client.events.at(-1)?.type === 'end');
      seen.push(...client.events);
      stream ??= client.events[0]?.stream;
    }
    expect(connections).toBeGreaterThan(3);
    expect(told(seen)).toEqual(told(straight.events));
  });

  it('does the same over server-sent events', async () => {
    const body = { ...STORY, stream: true, resumable: true };
    const straight = await server.post('/v1/chat/completions', body);
    const expected = eventData(await straight.text()).map(contentOf);

    const first = await server.post('/v1/chat/completions', body);
    const id = first.headers.get('x-stream-id') as string;
    const reader = (first.body as ReadableStream<Uint8Array>).getReader();
    let text = '';
    while (!text.includes('id: 20\n')) text += new TextDecoder().decode((await reader.read()).value);
    await reader.cancel();
    const whole = text.slice(0, text.lastIndexOf('\n\n') + 2);
    const last = [...whole.matchAll(/^id: (\d+)$/gm)].at(-1)?.[1] as string;
    const rest = await fetch(`${server.url}/v1/streams/${id}`, { headers: { 'Last-Event-ID': last } });
    const all = whole + (await rest.text());
    expect([...all.matchAll(/^id: (\d+)$/gm)].map(([, seq]) => Number(seq))).toEqual(
      expected.map((_, index) => index + 1),
    );
    expect(eventData(all).map(contentOf)).toEqual(expected);
    expect((await fetch(`${server.url}/v1/streams/${id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await fetch(`${server.url}/v1/streams/${id}`)).status).toBe(404);
  });

  it('that was opened over a WebSocket can be read over HTTP, and is cancelled by a DELETE', async () => {
    const client = await open();
    client.send({ type: 'chat', id: 'a', ...ENDLESS, resumable: true });
    const { stream } = await client.event('accepted');
    const response = await fetch(`${server.url}/v1/streams/${stream}?after=0`);
    expect(await client.event('error')).toMatchObject({ id: 'a', code: 'conflict' });
    expect((await fetch(`${server.url}/v1/streams/${stream}`, { method: 'DELETE' })).status).toBe(204);
    const events = eventData(await response.text().catch(() => '')).map((data) => JSON.parse(data));
    expect(events[0]).toMatchObject({ type: 'accepted', seq: 1 });
    await server.idle();
  });

  it('is one that was opened so', async () => {
    const client = await open();
    client.send({ type: 'resume', id: 'r', stream: 'strm_0', after: 0 });
    expect(await client.event('error')).toMatchObject({ id: 'r', code: 'not_found' });
  });
});

it('opens for programs, its own pages and allowed sites only', async () => {
  const attempt = (origin?: string) =>
    new Promise<number | 'open'>((resolve) => {
      const socket = new WebSocket(`${server.url.replace('http', 'ws')}/v1/ws`, { origin });
      socket.on('error', () => undefined);
      socket.on('unexpected-response', (_, response) => resolve(response.statusCode as number));
      socket.on('open', () => {
        socket.terminate();
        resolve('open');
      });
    });
  expect(await attempt()).toBe('open');
  expect(await attempt(server.url)).toBe('open');
  expect(await attempt('https://friend.example')).toBe('open');
  expect(await attempt('https://evil.example')).toBe(403);
  expect(await attempt('null')).toBe(403);
});

it('refuses a frame that is too large, and stands a thousand a second', async () => {
  const large = await open();
  large.send('x'.repeat(17 * 1024 * 1024));
  expect(await large.closed()).toBe(1009);
  const flood = await open();
  for (let i = 0; i < 1000; i += 1) flood.send({ type: 'ping' });
  expect(await flood.closed()).toBe(1008);
  expect((await server.json('/health')).status).toBe('up');
});

it('lets running chats end when it stops, and closes with a code', async () => {
  const stopping = await startServer();
  const client = await SocketClient.open(stopping.url);
  client.send({ type: 'chat', id: 'a', ...STORY });
  await client.event('delta');
  stopping.kill('SIGTERM');
  await stopping.printed(/Stopping: up to/);
  client.send({ type: 'chat', id: 'b', ...QUESTION });
  expect(await client.event('error')).toMatchObject({ id: 'b', code: 'disposed' });
  await client.event('end', 'a');
  expect(await client.closed()).toBe(1001);
  expect(await stopping.exit).toEqual({ code: 0, signal: null });
});

/** What a chunk says; the end has no JSON. */
function contentOf(data: string): unknown {
  return data === '[DONE]' ? data : JSON.parse(data).choices[0]?.delta;
}
