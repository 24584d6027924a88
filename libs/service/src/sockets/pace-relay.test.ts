import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import { pace } from './pace-relay.js';

const FULL = 64 * 1024;
const FRAME = 'x'.repeat(1000);

const servers: WebSocketServer[] = [];

async function listen(): Promise<{ server: WebSocketServer; url: string }> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  servers.push(server);
  await once(server, 'listening');
  return { server, url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

afterEach(async () => {
  for (const server of servers.splice(0)) {
    for (const socket of server.clients) socket.terminate();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** A server that writes as much as is taken, a relay before it, and a client of that. */
async function relayed(limitMs: number) {
  let sent = 0;
  let mostWaiting = 0;
  const behind = await listen();
  const relay = await listen();
  const ended = new Promise<number>((resolve) => {
    behind.server.on('connection', (socket) => {
      const write = () => {
        while (socket.readyState === socket.OPEN && socket.bufferedAmount < FULL) {
          sent += 1;
          socket.send(`${sent} ${FRAME}`);
        }
        if (socket.readyState === socket.OPEN) setTimeout(write, 1);
      };
      write();
      socket.on('close', resolve);
    });
  });
  relay.server.on('connection', (source) => {
    const target = new WebSocket(behind.url);
    target.on('message', (data) => {
      pace(target, source, { full: FULL, limitMs });
      source.send(data);
      mostWaiting = Math.max(mostWaiting, source.bufferedAmount);
    });
    source.on('close', () => target.close());
    target.on('close', () => source.close());
  });
  const client = new WebSocket(relay.url);
  const seen: number[] = [];
  client.on('message', (data) => seen.push(Number.parseInt(String(data), 10)));
  await once(client, 'message');
  return { client, seen, ended, sent: () => sent, mostWaiting: () => mostWaiting };
}

it('reads no faster than the client, and loses nothing', async () => {
  const { client, seen, sent, mostWaiting } = await relayed(600_000);
  client.pause();
  for (let before = -1; before !== sent(); ) {
    before = sent();
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const waiting = sent();
  // what was read in one go from the server behind may come on top
  expect(mostWaiting()).toBeLessThan(4 * FULL);
  client.resume();
  while ((seen.at(-1) ?? 0) < waiting) await once(client, 'message');
  expect(seen).toEqual(seen.map((_, index) => index + 1));
  client.terminate();
});

it('closes both ends when the client does not read for too long', async () => {
  const { client, ended } = await relayed(100);
  client.pause();
  expect(await ended).toBe(1008);
  client.resume();
  const [code] = await once(client, 'close');
  expect(code).toBe(1008);
});
