import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { HttpClient, reachOf } from './http-client.js';

const client = new HttpClient();
afterAll(() => client.close());

it.each([
  'http://example.com/a.gguf',
  'https://127.0.0.1/a.gguf',
  'https://[::1]/a.gguf',
  'https://[::ffff:169.254.169.254]/a.gguf',
  'https://169.254.169.254/latest/meta-data/a.gguf',
  'https://2130706433/a.gguf',
  'https://0x7f.1/a.gguf',
  'https://user:secret@example.com/a.gguf',
  'file:///etc/passwd',
])('does not go to %s for a stranger', async (url) => {
  await expect(client.ask(url, { reach: 'public' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
});

it('does not connect to a name that leads into a private network', async () => {
  await expect(client.ask('https://localhost:9/a.gguf', { reach: 'public' })).rejects.toMatchObject({
    code: 'ENOTPUBLIC',
  });
});

it('reaches the private network for an endpoint that is itself there, and only then', async () => {
  expect(await reachOf('http://127.0.0.1:1234')).toBe('any');
  expect(await reachOf('https://localhost:1234')).toBe('any');
  expect(await reachOf('https://1.1.1.1')).toBe('public');
});

describe('with servers', () => {
  const seen: { url?: string; authorization?: string; via: string }[] = [];
  let first: Server;
  let second: Server;
  const port = (server: Server) => (server.address() as AddressInfo).port;

  beforeAll(async () => {
    const start = (via: string) => {
      const server = createServer(({ url, headers }, response) => {
        seen.push({ url, authorization: headers.authorization, via });
        if (url === '/away') response.writeHead(302, { Location: `http://127.0.0.1:${port(second)}/there` }).end();
        else if (url === '/near') response.writeHead(307, { Location: '/here' }).end();
        else if (url === '/round') response.writeHead(302, { Location: '/round' }).end();
        else response.end('ok');
      });
      return new Promise<Server>((resolve) => {
        server.listen(0, '127.0.0.1', () => resolve(server));
      });
    };
    [first, second] = await Promise.all([start('first'), start('second')]);
  });
  afterAll(async () => {
    await client.close();
    for (const server of [first, second]) await new Promise((resolve) => server.close(resolve));
  });
  beforeEach(() => {
    seen.length = 0;
  });

  async function ask(path: string, more = {}) {
    const origin = `http://127.0.0.1:${port(first)}`;
    const answer = await client.ask(origin + path, { reach: 'any', secret: { origin, token: 'hf_secret' }, ...more });
    return { status: answer.status, text: await answer.body.text() };
  }

  it('keeps the token on the host and drops it on the way to another', async () => {
    expect(await ask('/near')).toEqual({ status: 200, text: 'ok' });
    expect(await ask('/away')).toEqual({ status: 200, text: 'ok' });
    expect(seen.map(({ url, authorization }) => [url, authorization])).toEqual([
      ['/near', 'Bearer hf_secret'],
      ['/here', 'Bearer hf_secret'],
      ['/away', 'Bearer hf_secret'],
      ['/there', undefined],
    ]);
  });

  it('stays on the host where it is asked to, and ends in a circle', async () => {
    expect(await ask('/away', { stayOnHost: true })).toMatchObject({ status: 302 });
    await expect(ask('/round')).rejects.toMatchObject({ code: 'UPSTREAM' });
  });

  it('goes through the proxy of the environment', async () => {
    const asked: string[] = [];
    const proxy = createServer().on('connect', ({ url = '' }, socket) => {
      asked.push(url);
      const tunnel = connect(port(first), '127.0.0.1', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
      tunnel.on('error', () => socket.destroy());
      socket.on('error', () => tunnel.destroy());
      tunnel.pipe(socket).pipe(tunnel);
    });
    await new Promise<void>((resolve) => {
      proxy.listen(0, '127.0.0.1', resolve);
    });
    process.env.http_proxy = `http://127.0.0.1:${port(proxy)}`;
    process.env.no_proxy = '';
    const proxied = new HttpClient();
    try {
      const answer = await proxied.ask('http://hub.example/file', { reach: 'any' });
      expect(await answer.body.text()).toBe('ok');
    } finally {
      delete process.env.http_proxy;
      delete process.env.no_proxy;
      await proxied.close();
      proxy.closeAllConnections();
      proxy.close();
    }
    expect(asked).toEqual(['hub.example:80']);
  });
});
