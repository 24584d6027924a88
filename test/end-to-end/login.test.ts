import { SocketClient } from '../../libs/inference/src/gateway/socket-client.fixture.js';
import { attemptSocket } from './attempt-socket.js';
import { ENDLESS, type RunningServer, startServer, startWeb } from './server.js';

const KEY = 'a-key-for-the-page-of-this-test';

let server: RunningServer;
let web: RunningServer;

beforeAll(async () => {
  server = await startServer([], 'apps/server/bundle/main.js', { OTRON_API_KEYS: KEY });
  web = await startWeb(server.url);
});

afterAll(async () => {
  await web?.end();
  await server?.end();
});

describe.each([
  ['in the server', () => server.url],
  ['as a service of their own', () => web.url],
])('the pages %s', (_, url) => {
  const send = (method: string, path: string, form?: Record<string, string>, headers: Record<string, string> = {}) =>
    fetch(url() + path, { method, headers, redirect: 'manual', ...(form && { body: new URLSearchParams(form) }) });

  /** The cookie that the login gives. */
  async function logIn(): Promise<string> {
    const answer = await send('POST', '/login', { key: KEY });
    expect(answer.status).toBe(303);
    const [cookie = ''] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^otron_session=\S+; Path=\/; HttpOnly; SameSite=Strict; Max-Age=43200$/);
    return cookie.split(';')[0] as string;
  }

  it('send those without a key to the login, and back', async () => {
    for (const [path, login, back] of [
      ['/', 'login', '.'],
      ['/status', 'login?next=status', 'status'],
      ['/embeddings', 'login?next=embeddings', 'embeddings'],
    ] as const) {
      const asked = await send('GET', path);
      expect([asked.status, asked.headers.get('location')]).toEqual([303, login]);
      const form = await (await send('GET', `/${login}`)).text();
      const next = /name="next" value="(\w+)"/.exec(form)?.[1] ?? '';
      const answer = await send('POST', '/login', { key: KEY, next });
      expect([answer.status, answer.headers.get('location')]).toEqual([303, back]);
      expect((await send('GET', path, undefined, { cookie: await logIn() })).status).toBe(200);
    }
    const elsewhere = await send('POST', '/login', { key: KEY, next: '//evil.example' });
    expect(elsewhere.headers.get('location')).toBe('.');
  });

  it('refuse what is no valid key, and repeat none', async () => {
    for (const key of ['', 'wrong', `${KEY}x`, 'é', '<b>']) {
      const answer = await send('POST', '/login', { key });
      expect(answer.status).toBe(401);
      expect(answer.headers.getSetCookie()).toEqual([]);
      const text = await answer.text();
      expect(text).toContain('role="alert"');
      expect(text).not.toContain('value="');
    }
    expect(server.output + web.output).not.toContain(KEY);
  });

  it('open the WebSocket for the cookie, to their own pages only', async () => {
    const cookie = await logIn();
    const own = url();
    expect(await attemptSocket(url(), { origin: own, headers: { cookie } })).toBe('open');
    expect(await attemptSocket(url(), { origin: 'https://evil.example', headers: { cookie } })).toBe(403);
    if (url() === server.url) {
      expect(await attemptSocket(url(), { origin: own })).toBe(401);
      expect(await attemptSocket(url(), { origin: own, headers: { cookie: `${cookie}x` } })).toBe(401);
    }
    const client = await SocketClient.open(url(), { origin: own, headers: { cookie } });
    client.chat('a', { messages: [{ role: 'user', content: 'What is the capital of France?' }], temperature: 0 });
    await client.event('end');
    expect(client.text('a')).toContain('Paris');
    await client.close();
    const program = await SocketClient.open(url(), { headers: { authorization: `Bearer ${KEY}` } });
    program.chat('b', ENDLESS);
    await program.event('delta');
    const listed = await fetch(`${server.url}/admin/requests`, { headers: { 'x-api-key': KEY } });
    expect(await listed.json()).toMatchObject({ requests: [{ key: 'key-1' }] });
    await program.close();
  });

  it('answer the form for the cookie', async () => {
    const cookie = await logIn();
    const form = { message: 'What is the capital of France?' };
    const answer = await (await send('POST', '/', form, { cookie, origin: url() })).text();
    expect(answer).toContain('Paris');
    expect(answer).toContain('action="logout"');
    const without = await (await send('POST', '/', form)).text();
    expect(without).toContain('You are logged out.');
    expect(without).toContain('href="login"');
    expect(without).not.toContain('Paris');
  });

  it('take no form of another site', async () => {
    const foreign = { origin: 'https://evil.example', cookie: await logIn() };
    for (const path of ['/', '/login', '/logout']) {
      const answer = await send('POST', path, { key: KEY, message: 'Hi' }, foreign);
      expect([path, answer.status, answer.headers.getSetCookie()]).toEqual([path, 403, []]);
    }
  });

  it('take the cookie back', async () => {
    const answer = await send('POST', '/logout', {}, { cookie: await logIn() });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '.']);
    expect(answer.headers.getSetCookie()).toEqual(['otron_session=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0']);
  });
});

it('tells the server of clients on other machines, to whom administration is closed', async () => {
  const open = await startServer();
  const before = await startWeb(open.url);
  const status = async (headers: Record<string, string>) =>
    (await fetch(`${before.url}/admin/slots`, { headers })).status;
  expect(await status({})).toBe(200);
  expect(await status({ 'x-forwarded-for': '203.0.113.7' })).toBe(403);
  await before.end();
  await open.end();
});
