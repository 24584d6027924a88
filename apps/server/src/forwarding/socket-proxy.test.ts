import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Service, startService } from '@predict-otron/service';
import { WebSocket, WebSocketServer } from 'ws';
import { ServerConfiguration } from '../configuration/server-configuration.js';
import { DEFAULT_SERVICES } from '../configuration/server-shape.js';
import { HighAvailabilityModule } from '../high-availability.module.js';

let http: Server;
let engine: WebSocketServer;
let service: Service;
let shaken: IncomingHttpHeaders;

beforeEach(async () => {
  http = createServer((_request, response) => response.end('{"ready":true,"data":[]}'));
  engine = new WebSocketServer({ server: http, path: '/v1/ws' });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  engine.on('connection', (socket, request: IncomingMessage) => {
    shaken = request.headers;
    socket.on('message', (text) => socket.send(`engine: ${text}`));
  });
});

afterEach(async () => {
  await service.stop();
  for (const client of engine.clients) client.terminate();
  http.closeAllConnections();
  await new Promise((resolve) => http.close(resolve));
});

async function inFront(inference = `http://127.0.0.1:${(http.address() as AddressInfo).port}`): Promise<string> {
  const services = {
    inference: [inference],
    embeddings: ['http://127.0.0.1:9'],
    limits: DEFAULT_SERVICES.limits,
  };
  service = await startService(() => HighAvailabilityModule.register(new ServerConfiguration(), services), {
    about: { title: 'Test', description: 'Test', version: '1.2.3' },
    host: '127.0.0.1',
    port: 0,
    logTo: { write: () => undefined },
    shutdownTimeoutMs: 100,
  });
  return `${service.url.replace('http', 'ws')}/v1/ws`;
}

it('passes frames both ways, and the headers that an engine may see', async () => {
  const client = new WebSocket(await inFront(), { headers: { traceparent: '00-a-b-01', cookie: 'session=1' } });
  await once(client, 'open');
  client.send('hello');
  expect(String((await once(client, 'message'))[0])).toBe('engine: hello');
  expect(shaken).toMatchObject({ traceparent: '00-a-b-01', 'x-request-id': expect.any(String) });
  expect(shaken.cookie).toBeUndefined();
  client.close(1000);
  await once(client, 'close');
});

it('ends at the engine when its client leaves', async () => {
  const client = new WebSocket(await inFront());
  await once(client, 'open');
  client.send('hello');
  await once(client, 'message');
  const [there] = engine.clients;
  client.terminate();
  if (there && there.readyState !== WebSocket.CLOSED) await once(there, 'close');
});

it('ends when its engine dies', async () => {
  const client = new WebSocket(await inFront());
  await once(client, 'open');
  client.send('hello');
  await once(client, 'message');
  for (const there of engine.clients) there.terminate();
  const [code] = await once(client, 'close');
  expect(code).toBe(4006);
});

it('reads no faster from its engine than its client reads', async () => {
  let sent = 0;
  engine.on('connection', (socket) => {
    const write = () => {
      while (socket.readyState === WebSocket.OPEN && socket.bufferedAmount < 64 * 1024) {
        sent += 1;
        socket.send('x'.repeat(1000));
      }
      if (socket.readyState === WebSocket.OPEN) setTimeout(write, 1);
    };
    write();
  });
  const client = new WebSocket(await inFront());
  await once(client, 'message');
  client.pause();
  // what the connections hold is written, and then no more
  for (let before = -1; before !== sent; ) {
    before = sent;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const held = sent;
  client.resume();
  while (sent < held + 1000) await once(client, 'message');
  client.close();
  await once(client, 'close');
});

it('is refused before the handshake where no engine is there', async () => {
  const url = await inFront('http://127.0.0.1:9');
  // the first look at the engine may come after the first handshake
  for (let status = 101; status !== 503; ) {
    const client = new WebSocket(url);
    status = await new Promise((resolve) => {
      client.once('unexpected-response', (_request, { statusCode }) => resolve(statusCode ?? 0));
      client.once('open', () => resolve(101));
      client.on('error', () => undefined);
    });
    client.terminate();
  }
});
