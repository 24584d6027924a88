import { type SeenEvent, SocketClient } from '../../libs/inference/src/gateway/socket-client.fixture.js';
import { ENDLESS, eventData, type RunningServer, STORY, startServer } from './server.js';
import { SocketProxy } from './socket-proxy.js';

/** What a proxy in between does to connections. */
const FAULTS: [string, Partial<SocketProxy>][] = [
  ['are cut again and again', { cutAfter: 1_500 }],
  ['are cut and late', { cutAfter: 1_500, delayMs: 20 }],
  ['take over before the server hears that the one before was cut', { cutAfter: 1_500, losesLate: true }],
  ['are cut, late and reordered', { cutAfter: 1_500, delayMs: 20, losesLate: true }],
];

let server: RunningServer;
let proxy: SocketProxy;
const clients: SocketClient[] = [];

beforeAll(async () => {
  server = await startServer();
  proxy = await SocketProxy.before(server.url);
});
afterAll(async () => {
  await proxy?.close();
  await server?.end();
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.socket.terminate();
  proxy.reset();
  await server.idle();
});

async function open(url = server.url): Promise<SocketClient> {
  const client = await SocketClient.open(url);
  clients.push(client);
  return client;
}

/** Events without what differs from one connection to the next. */
const told = (events: SeenEvent[]) => events.map(({ type, seq, text }) => ({ type, seq, text }));

describe('a resumable stream', () => {
  const straightAnswer = async () => {
    const straight = await open();
    straight.send({ type: 'chat', id: 'a', ...STORY });
    await straight.event('end');
    return told(straight.events);
  };

  it.each(FAULTS)('loses nothing when its connections %s', async (_, faults) => {
    const expected = await straightAnswer();
    Object.assign(proxy, faults);
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
    expect(told(seen)).toEqual(expected);
  });

  it('goes on with the resume that arrives last, in whatever order they were sent', async () => {
    const expected = await straightAnswer();
    const first = await open();
    first.send({ type: 'chat', id: 'a', ...STORY, resumable: true });
    const { stream } = await first.event('accepted');
    await first.event('delta');
    const after = first.events.at(-1)?.seq as number;
    const resume = { type: 'resume', id: 'r', stream, after };

    const held = proxy.holdNext();
    const opening = open(proxy.url);
    await held.made;
    const overtaking = await open(proxy.url);
    overtaking.send(resume);
    await overtaking.event('delta');
    held.release();
    const overtaken = await opening;
    overtaken.send(resume);
    await overtaken.event('end');
    expect(told(overtaken.events)).toEqual(expected.slice(after));
    // it got a part, and was told; or the answer was whole before the other one came
    const got = overtaking.events.filter(({ seq }) => seq !== undefined);
    expect(told(got)).toEqual(expected.slice(after, after + got.length));
    expect(overtaking.events.at(-1)).toMatchObject(
      got.at(-1)?.type === 'end' ? { type: 'end' } : { type: 'error', code: 'conflict' },
    );
  });

  it.each(FAULTS)('does the same over server-sent events, when its connections %s', async (_, faults) => {
    const body = { ...STORY, stream: true, resumable: true };
    const expected = eventsOf(await (await server.post('/v1/chat/completions', body)).text());
    Object.assign(proxy, faults, { cutAfter: 4_000 });
    const seen: ReturnType<typeof eventsOf> = [];
    let id: string | null = null;
    let connections = 0;
    while (seen.at(-1)?.said !== '[DONE]') {
      const headers = { 'Content-Type': 'application/json', 'Last-Event-ID': String(seen.length), Connection: 'close' };
      const response: Response =
        id === null
          ? await fetch(`${proxy.url}/v1/chat/completions`, { method: 'POST', body: JSON.stringify(body), headers })
          : await fetch(`${proxy.url}/v1/streams/${id}`, { headers });
      connections += 1;
      id ??= response.headers.get('x-stream-id');
      seen.push(...eventsOf(await readUntilCut(response)));
    }
    expect(connections).toBeGreaterThan(3);
    expect(seen).toEqual(expected);
    expect(seen.map(({ seq }) => seq)).toEqual(expected.map((_event, index) => index + 1));
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

/** The events of a stream, as far as they are whole: their numbers, and what their chunks say; the end has no JSON. */
function eventsOf(stream: string): { seq: number; said: unknown }[] {
  return [...stream.matchAll(/^id: (\d+)\ndata: (.*)\n\n/gm)].map(([, seq, data = '']) => ({
    seq: Number(seq),
    said: data === '[DONE]' ? data : JSON.parse(data).choices[0]?.delta,
  }));
}

/** What came of a body before its connection ended in whatever way. */
async function readUntilCut({ body }: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  try {
    for await (const part of body as unknown as AsyncIterable<Uint8Array>)
      text += decoder.decode(part, { stream: true });
  } catch {
    // it was cut
  }
  return text;
}
