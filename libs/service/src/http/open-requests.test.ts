import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { OpenRequests } from './open-requests.js';
import type { RequestEnd } from './request-end.js';

describe('OpenRequests', () => {
  let open: OpenRequests;
  let ends: RequestEnd[];
  let responses: ServerResponse[];
  let server: Server;
  let arrived: (count: number) => Promise<void>;
  let ended: (count: number) => Promise<void>;

  beforeEach(async () => {
    open = new OpenRequests();
    ends = [];
    responses = [];
    const changed = new EventTarget();
    const until = (list: unknown[]) => async (count: number) => {
      while (list.length < count)
        await new Promise((resolve) => changed.addEventListener('change', resolve, { once: true }));
    };
    arrived = until(responses);
    ended = until(ends);
    server = createServer((request, response) => {
      open.add(request, response, (end) => {
        ends.push(end);
        changed.dispatchEvent(new Event('change'));
      });
      responses.push(response);
      changed.dispatchEvent(new Event('change'));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const client = (requests: number) => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.resume();
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(requests));
    return socket;
  };

  it('counts a request until its answer is out, however it is streamed', async () => {
    client(1);
    await arrived(1);
    responses[0]?.write('first piece');
    expect(open.count).toBe(1);
    responses[0]?.end();
    await ended(1);
    expect(ends).toEqual(['answered']);
    expect(open.count).toBe(0);
  });

  it('sees a client leave', async () => {
    const socket = client(1);
    await arrived(1);
    socket.destroy();
    await ended(1);
    expect(ends).toEqual(['left']);
  });

  it('sees a client leave that has sent many requests at once', async () => {
    const socket = client(20);
    await arrived(20);
    expect(open.count).toBe(20);
    socket.destroy();
    await ended(20);
    expect(open.count).toBe(0);
  });

  it('drains at once when nothing is open, and accepts nothing more', async () => {
    expect(open.accepting).toBe(true);
    expect(await open.drain(60_000)).toBe(0);
    expect(open.accepting).toBe(false);
  });

  it('waits for what is open', async () => {
    client(1);
    await arrived(1);
    const draining = open.drain(60_000);
    responses[0]?.end();
    expect(await draining).toBe(0);
    expect(ends).toEqual(['answered']);
  });

  it('cuts off what is still open after the limit', async () => {
    client(2);
    await arrived(2);
    expect(await open.drain(1)).toBe(2);
    await ended(2);
    expect(ends).toEqual(['cut', 'cut']);
  });
});
