import { request as httpRequest, type IncomingMessage } from 'node:http';
import { Controller, Delete, Get, Module, Post } from '@nestjs/common';
import { type Service, startService } from '../start-service.js';

@Controller()
class TestController {
  @Post('v1/chat/completions') chat() {
    return 'chat';
  }
  @Post('v1/messages') messages() {
    return 'messages';
  }
  @Post('api/chat') ollama() {
    return 'ollama';
  }
  @Get('v1/models') models() {
    return 'models';
  }
  @Delete('models/*') remove() {
    return 'removed';
  }
  @Get('admin/thing') thing() {
    return 'thing';
  }
}

@Module({ controllers: [TestController] })
class TestModule {}

const KEY = 'a-key-for-this-test';
const lines: string[] = [];
let service: Service;

async function start(options: object = {}) {
  service = await startService(() => ({ module: TestModule }), {
    about: { title: 'Test', description: '', version: '1' },
    host: '127.0.0.1',
    port: 0,
    logLevel: 'debug',
    logTo: { write: (line) => lines.push(line) },
    ...options,
  });
}

/** fetch cannot send `Host` and `Origin`. */
function ask(method: string, path: string, headers: Record<string, string> = {}) {
  return new Promise<{ status?: number; headers: IncomingMessage['headers']; body: unknown }>((resolve, reject) => {
    const request = httpRequest(service.url + path, { method, headers }, (response) => {
      let text = '';
      response.on('data', (chunk) => (text += chunk));
      response.on('end', () => {
        const { statusCode, headers } = response;
        resolve({
          status: statusCode,
          headers,
          body: /json/.test(headers['content-type'] ?? '') ? JSON.parse(text) : text,
        });
      });
    });
    request.on('error', reject).end();
  });
}

beforeEach(() => {
  lines.length = 0;
});
afterEach(() => service.stop());

describe('without keys', () => {
  it('is open, on this machine also to administration', async () => {
    await start();
    expect(await ask('POST', '/v1/chat/completions', { authorization: 'Bearer anything' })).toMatchObject({
      status: 201,
    });
    expect(await ask('GET', '/admin/thing')).toMatchObject({ status: 200 });
    expect(await ask('POST', '/session')).toMatchObject({ status: 404 });
  });

  it('closes administration to clients behind a proxy', async () => {
    await start({ serviceToken: 'the token of this test' });
    const remote = { 'x-forwarded-for': '203.0.113.7' };
    expect(await ask('GET', '/admin/thing', remote)).toMatchObject({ status: 403 });
    expect(await ask('DELETE', '/models/x', remote)).toMatchObject({ status: 403 });
    expect(await ask('POST', '/api/chat', remote)).toMatchObject({ status: 201 });
    const server = { ...remote, 'x-otron-service-token': 'the token of this test' };
    expect(await ask('GET', '/admin/thing', server)).toMatchObject({ status: 200 });
  });

  it('warns when it is no loopback', async () => {
    await start({ host: '0.0.0.0' });
    expect(lines.join('')).toContain('Anybody who reaches 0.0.0.0');
  });
});

describe('with keys', () => {
  beforeEach(() => start({ apiKeys: [KEY] }));

  it.each([
    ['POST', '/v1/chat/completions', { error: { code: 'invalid_api_key' } }],
    ['POST', '/v1/messages', { type: 'error', error: { type: 'authentication_error' } }],
    ['POST', '/api/chat', { error: expect.stringContaining('API key') }],
    ['GET', '/v1/models', { error: { code: 'invalid_api_key' } }],
    ['GET', '/admin/thing', { error: {} }],
    ['GET', '/openapi.json', { error: {} }],
    ['GET', '/nothing', { error: {} }],
  ])('%s %s needs one', async (method, path, body) => {
    for (const headers of [
      {},
      { authorization: `Bearer ${KEY}x` },
      { 'x-api-key': '' },
      { authorization: KEY.slice(1) },
    ]) {
      const answer = await ask(method, path, headers as Record<string, string>);
      expect(answer).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Bearer' }, body });
    }
    if (path === '/nothing') return;
    for (const headers of [{ authorization: `Bearer ${KEY}` }, { 'x-api-key': KEY }]) {
      expect((await ask(method, path, headers as never)).status).toBeLessThan(300);
    }
  });

  it.each(['/health', '/ready'])('%s needs none', async (path) => {
    expect((await ask('GET', path)).status).toBe(200);
  });

  it('logs the name of a key, never the key', async () => {
    await ask('GET', '/v1/models', { 'x-api-key': KEY });
    await ask('GET', `/v1/models?key=${KEY}`, { authorization: `Bearer ${KEY}-wrong` });
    expect(lines.filter((line) => JSON.parse(line).key === 'key-1')).toHaveLength(1);
    expect(lines.join('')).not.toContain(KEY);
  });

  it('gives a browser a cookie for a key', async () => {
    expect(await ask('POST', '/session', { authorization: 'Bearer wrong' })).toMatchObject({ status: 401 });
    const { status, headers, body } = await ask('POST', '/session', { authorization: `Bearer ${KEY}` });
    expect({ status, body }).toEqual({ status: 200, body: { key: 'key-1' } });
    const [cookie = ''] = headers['set-cookie'] ?? [];
    expect(cookie).toMatch(/^otron_session=\S+; Path=\/; HttpOnly; SameSite=Strict; Max-Age=43200$/);
    expect(cookie).not.toContain(KEY);
    const [pair = ''] = cookie.split(';');
    expect(await ask('GET', '/v1/models', { cookie: pair })).toMatchObject({ status: 200 });
    expect(await ask('POST', '/session', { cookie: pair })).toMatchObject({ status: 401 });
    const foreign = { cookie: pair, origin: 'https://evil.example' };
    expect(await ask('POST', '/v1/chat/completions', foreign)).toMatchObject({ status: 403 });
    expect((await ask('DELETE', '/session')).headers['set-cookie']?.[0]).toContain('Max-Age=0');
  });
});

describe('pages of other sites', () => {
  it('cannot call this server by a name of their own', async () => {
    await start();
    for (const path of ['/v1/models', '/nothing', '/openapi.json']) {
      expect(await ask('GET', path, { host: 'evil.example' })).toMatchObject({ status: 403, body: { error: {} } });
    }
    expect(await ask('GET', '/health', { host: 'probe' })).toMatchObject({ status: 200 });
  });

  it('can neither act nor read', async () => {
    await start();
    const page = { origin: 'https://evil.example' };
    expect(await ask('DELETE', '/models/x', page)).toMatchObject({ status: 403 });
    expect(await ask('POST', '/v1/chat/completions', page)).toMatchObject({ status: 403 });
    const { headers } = await ask('GET', '/v1/models', page);
    expect(headers).not.toHaveProperty('access-control-allow-origin');
    expect(headers).toMatchObject({
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'cross-origin-resource-policy': 'same-origin',
    });
  });

  it('leave the explorer its own scripts and styles', async () => {
    await start();
    expect((await ask('GET', '/docs')).headers['content-security-policy']).toContain(
      "script-src 'self'; style-src 'self'",
    );
  });

  it('can where their site is allowed', async () => {
    await start({ apiKeys: [KEY], allowedOrigins: ['https://friend.example'] });
    const page = { origin: 'https://friend.example' };
    const preflight = {
      ...page,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization',
    };
    expect(await ask('OPTIONS', '/v1/chat/completions', preflight)).toMatchObject({
      status: 204,
      headers: { 'access-control-allow-origin': page.origin, 'access-control-allow-headers': 'authorization' },
    });
    expect(await ask('POST', '/v1/chat/completions', { ...page, 'x-api-key': KEY })).toMatchObject({
      status: 201,
      headers: { 'access-control-allow-origin': page.origin },
    });
  });
});
