import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { ENDLESS, type RunningServer } from './server.js';
import { type Fleet, SHAPES, startShape } from './shapes.js';

/** Fills most of the context of 2,048 tokens, so that reading it takes many steps. */
const LONG_PROMPT = { ...ENDLESS, messages: [{ role: 'user', content: 'one two three four '.repeat(350) }] };

describe.each(SHAPES)('%s', (shape) => {
  let fleet: Fleet;
  let server: RunningServer;
  let requests = 0;

  beforeAll(async () => {
    fleet = await startShape(shape);
    server = fleet.server;
  });

  afterAll(() => fleet?.end());

  /** Sends a chat request over a socket of its own; its log line is found by `id`. */
  function send(body: object, part = 1): { socket: Socket; id: string } {
    const id = `cancel-${requests++}`;
    const json = JSON.stringify(body);
    const { host, hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    const head = `POST /v1/chat/completions HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nX-Request-Id: ${id}\r\nContent-Length: ${Buffer.byteLength(json)}\r\n\r\n`;
    socket.write(head + json.slice(0, Math.ceil(json.length * part)));
    return { socket, id };
  }

  /** The server saw the client leave before the answer was complete, and nothing runs any more. */
  async function isGone(id: string): Promise<void> {
    await server.printed(new RegExp(`"requestId":"${id}"[^\\n]*"status"`));
    const line = server.log().find(({ requestId }) => requestId === id);
    expect(line).toMatchObject({ status: 499, path: '/v1/chat/completions' });
    await server.idle();
  }

  describe.each([true, false])('with stream %p, a client that leaves', (stream) => {
    it('while it still sends', async () => {
      const { socket, id } = send({ ...ENDLESS, stream }, 0.5);
      await new Promise((resolve) => socket.on('connect', resolve));
      await server.until(async () => (await server.json<{ open_requests: number }>('/health')).open_requests > 1);
      socket.destroy();
      await isGone(id);
    });

    it('before its request has begun', async () => {
      const others = [send({ ...ENDLESS, stream }), send({ ...ENDLESS, stream })];
      const { socket, id } = send({ ...ENDLESS, stream });
      await server.until(async () => (await server.slots()).queued === 2);
      socket.destroy();
      await server.until(async () => (await server.slots()).queued === 1);
      for (const other of others) other.socket.destroy();
      for (const other of [...others, { id }]) await isGone(other.id);
    });

    it('while its prompt is read', async () => {
      const { socket, id } = send({ ...LONG_PROMPT, stream });
      await server.until(async () => (await server.slots()).running > 0);
      socket.destroy();
      await isGone(id);
    });

    it('in the middle', async () => {
      const { socket, id } = send({ ...ENDLESS, stream });
      if (stream) {
        let received = '';
        while (!received.includes('"content"')) received += String((await once(socket, 'data'))[0]);
      } else {
        await server.until(async () => (await server.slots()).running > 0);
      }
      socket.destroy();
      await isGone(id);
    });

    it('without a word, many times at once', async () => {
      const clients = Array.from({ length: 40 }, () => send({ ...ENDLESS, n: 1, stream }));
      await server.until(async () => (await server.slots()).running === 16);
      for (const { socket } of clients) socket.destroy();
      for (const { id } of clients) await isGone(id);
    });
  });

  it('leaves the others alone', async () => {
    const story = send({ ...ENDLESS, n: 8, stream: true });
    await once(story.socket, 'data');
    const question = server.post('/v1/chat/completions', {
      model: 'default',
      messages: [{ role: 'user', content: 'What is the capital of France?' }],
      temperature: 0,
    });
    story.socket.destroy();
    expect(await (await question).text()).toContain('Paris');
    await isGone(story.id);
  });
});
