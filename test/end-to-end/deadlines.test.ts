// No dialect has a deadline of its own: a request that asks for one is told so, and not left to believe that it has one.
import { WebSocket } from 'ws';
import { RIGHT_BODIES } from './right-bodies.js';
import { type RunningServer, startServer } from './server.js';

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.end());

const endpoints = Object.entries(RIGHT_BODIES).filter(([path]) => !path.includes('{'));

it.each(endpoints)('refuses timeout by name at %s', async (path, { method, bodies: [body] }) => {
  const response = await fetch(server.url + path, {
    method: method ?? 'POST',
    headers: { 'Content-Type': 'application/json', 'anthropic-version': '2023-06-01' },
    body: JSON.stringify({ ...body, timeout: 5 }),
  });
  expect([response.status, await response.text()]).toEqual([400, expect.stringContaining('timeout')]);
});

it('refuses timeout by name over a WebSocket', async () => {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/v1/ws`);
  const frame = { type: 'chat', id: 'a', model: 'default', messages: [{ role: 'user', content: 'Hi' }], timeout: 5 };
  const answer = await new Promise<string>((resolve, reject) => {
    socket.on('error', reject).on('message', (data) => resolve(String(data)));
    socket.on('open', () => socket.send(JSON.stringify(frame)));
  });
  expect(JSON.parse(answer)).toMatchObject({ type: 'error', id: 'a', param: 'timeout' });
  socket.terminate();
});
