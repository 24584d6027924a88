// A server that is near its limit of memory, as a process of its own.
import { WebSocket } from 'ws';
import { RunningServer } from './server.js';

/** Far less than a server with its models holds. */
const LIMIT_MIB = '32';

const CHAT = { model: 'default', messages: [{ role: 'user', content: 'Hi' }], max_tokens: 2 };
let server: RunningServer;

beforeAll(async () => {
  server = new RunningServer('apps/server/bundle/main.js', ['--port', '0', '--rss-limit', LIMIT_MIB]);
  server.url = (await server.printed(/Serving on (http:[^ "]+)/))[1] as string;
  await server.printed(/Ready after/);
});
afterAll(() => server?.end());

describe('a server that is short of memory', () => {
  it('is not ready, and says why', async () => {
    const response = await fetch(`${server.url}/ready`);
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ ready: false, waiting_for: { memory: 'memory is short' } });
    expect((await fetch(`${server.url}/health`)).status).toBe(200);
  });

  it.each([
    ['/v1/chat/completions', CHAT],
    ['/v1/completions', { model: 'default', prompt: 'Hi' }],
    ['/v1/responses', { model: 'default', input: 'Hi' }],
    ['/v1/messages', CHAT],
    ['/api/chat', CHAT],
    ['/api/generate', { model: 'default', prompt: 'Hi' }],
    ['/v1/embeddings', { model: 'default', input: 'Hi' }],
    ['/v1/rerank', { model: 'default', query: 'a', documents: ['b'] }],
    ['/api/embed', { model: 'default', input: 'Hi' }],
  ])('refuses %s with 503 and the time of a next try', async (path, body) => {
    const response = await server.post(path, body);
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await response.text()).toContain('short of memory');
  });

  it('refuses chats over a WebSocket, which stays open', async () => {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/v1/ws`);
    const answer = await new Promise<string>((resolve, reject) => {
      socket.on('error', reject).on('message', (data) => resolve(String(data)));
      socket.on('open', () => socket.send(JSON.stringify({ type: 'chat', id: 'a', ...CHAT })));
    });
    expect(JSON.parse(answer)).toMatchObject({
      type: 'error',
      id: 'a',
      message: expect.stringContaining('short of memory'),
    });
    expect(socket.readyState).toBe(WebSocket.OPEN);
    socket.terminate();
  });

  it('goes on to read, to tell, and to be administrated', async () => {
    for (const path of ['/v1/models', '/admin/requests', '/admin/status', '/metrics']) {
      expect((await fetch(server.url + path)).status).toBe(200);
    }
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics).toContain('otron_saturated{reason="memory"} 1\n');
    expect(metrics).toMatch(/^otron_requests_shed_total [1-9]/m);
    expect(metrics).toContain(`otron_memory_limit_bytes ${32 * 2 ** 20}\n`);
  });

  it('says so once in its log', () => {
    expect(server.log().filter(({ msg }) => /Memory is short/.test(String(msg)))).toHaveLength(1);
  });
});
