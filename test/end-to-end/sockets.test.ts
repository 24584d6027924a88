import { setTimeout as sleep } from 'node:timers/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { SocketClient } from '../../libs/inference/src/gateway/socket-client.fixture.js';
import { attemptSocket } from './attempt-socket.js';
import { ENDLESS, type RunningServer, STORY, startServer } from './server.js';

const QUESTION = { model: 'default', messages: [{ role: 'user', content: 'What is the capital of France?' }] };

let server: RunningServer;
const clients: SocketClient[] = [];

beforeAll(async () => {
  server = await startServer(['--allowed-origins', 'https://friend.example']);
});
afterAll(async () => {
  await server?.end();
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.socket.terminate();
  await server.idle();
});

async function open(url = server.url, options: object = {}): Promise<SocketClient> {
  const client = await SocketClient.open(url, options);
  clients.push(client);
  return client;
}

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
  // many bytes for each token, so that the connection is full long before the context is
  slow.send({ type: 'chat', id: 'a', ...ENDLESS, n: 8, logprobs: true, top_logprobs: 20 });
  await slow.event('delta');
  slow.socket.pause();
  const generated = async () => {
    const { requests } = await server.json<{ requests: { generated_tokens: number }[] }>('/admin/requests');
    return requests[0]?.generated_tokens;
  };
  for (let before: number | undefined = -1, same = 0; same < 5; ) {
    await sleep(50);
    const now = await generated();
    same = now === before ? same + 1 : 0;
    before = now;
  }
  expect((await server.slots()).running).toBe(1);
  const other = await open();
  other.send({ type: 'chat', id: 'b', ...QUESTION, max_tokens: 5 });
  await other.event('end');
  const paused = await generated();
  slow.socket.resume();
  await server.until(async () => ((await generated()) ?? 0) > (paused ?? 0), 'it goes on');
  slow.send({ type: 'cancel', id: 'a' });
  expect(await slow.event('end')).toMatchObject({ finish_reasons: Array(8).fill('cancelled') });
  expect(slow.events.map(({ seq }) => seq)).toEqual(slow.events.map((_, index) => index + 1));
});

it('opens for programs, its own pages and allowed sites only', async () => {
  const attempt = (origin?: string) => attemptSocket(server.url, { origin });
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

it('says what a chat waits for: the load of its model, and its place in the line', async () => {
  const small = await startServer(['--parallel', '1']);
  expect((await small.post('/models/otron-tiny-llama/unload', {})).status).toBe(200);
  const client = await SocketClient.open(small.url);
  client.send({ type: 'chat', id: 'a', ...ENDLESS, n: 1 });
  expect(await client.event('loading')).toMatchObject({ id: 'a', progress: expect.any(Number) });
  await client.event('delta', 'a');
  for (const id of ['b', 'c']) client.send({ type: 'chat', id, ...QUESTION });
  expect(await client.event('queued', 'b')).toMatchObject({ position: 1 });
  expect(await client.event('queued', 'c')).toMatchObject({ position: 2 });
  client.send({ type: 'cancel', id: 'a' });
  await client.event('end', 'c');
  expect(
    client
      .of('c')
      .filter(({ type }) => type === 'queued')
      .at(-1),
  ).toMatchObject({ position: 1 });
  await small.end();
});

it('writes a line into the log for each chat, with the numbers that a request has, and nothing of its content', async () => {
  const client = await open();
  client.send({ type: 'chat', id: 'a', ...QUESTION, messages: [{ role: 'user', content: 'What is a zebra?' }] });
  const { request_id: requestId } = await client.event('accepted');
  const { usage } = await client.event('usage');
  const line = () => server.log().find(({ msg, requestId: id }) => msg === 'chat' && id === requestId);
  await server.until(line);
  expect(line()).toMatchObject({
    ...{ path: '/v1/ws', model: 'otron-tiny-llama', status: 200, ms: expect.any(Number) },
    promptTokens: (usage as { prompt_tokens: number }).prompt_tokens,
    generatedTokens: (usage as { completion_tokens: number }).completion_tokens,
    ...{ cachedTokens: expect.any(Number), queueMs: expect.any(Number), firstTokenMs: expect.any(Number) },
  });
  expect(server.output).not.toContain('zebra');
});
