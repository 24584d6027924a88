// Long because one server, and each of its answers.
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { Body, Controller, Get, HttpCode, Logger, Module, Post, Req, Res } from '@nestjs/common';
import { PluginError } from '@predict-otron/plugin-sdk';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { HealthChecks } from './health/health-checks.js';
import { OpenRequests } from './http/open-requests.js';
import { type Service, startService } from './start-service.js';

let streams: FastifyReply[] = [];
let loading: string | undefined;

@Controller()
class TestController {
  private readonly logger = new Logger('test');

  @Post('echo')
  @HttpCode(200)
  echo(@Body() body: unknown) {
    return { body };
  }

  @Get('fail/:how')
  fail(@Req() request: FastifyRequest<{ Params: { how: string } }>) {
    this.logger.log('about to fail');
    if (request.params.how === 'busy') throw new PluginError('OVERLOADED', 'Busy.', { retryAfterSeconds: 7 });
    throw new Error(`secret insides of ${request.params.how}`);
  }

  @Post('stream')
  stream(@Res() reply: FastifyReply) {
    reply.hijack();
    reply.raw.writeHead(200, { 'Content-Type': 'text/event-stream' });
    reply.raw.write('data: 1\n\n');
    streams.push(reply);
  }

  @Get('admin/thing')
  thing() {
    return 'thing';
  }
}

@Module({ controllers: [TestController] })
class TestModule {
  constructor(checks: HealthChecks) {
    checks.readyWhen('models', () => loading);
    checks.show('parts', () => ({ a: 1 }));
  }
}

const lines: string[] = [];
/** All that was logged with this message, once there is one. */
async function logged(match: Record<string, unknown>): Promise<Record<string, unknown>> {
  for (;;) {
    const found = lines
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .find((line) => Object.entries(match).every(([field, value]) => line[field] === value));
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const start = (options: { bodyLimit?: number; shutdownTimeoutMs?: number } = {}) =>
  startService(() => ({ module: TestModule }), {
    about: { title: 'Test server', description: 'For a test', version: '1.2.3' },
    host: '127.0.0.1',
    port: 0,
    logLevel: 'debug',
    logTo: { write: (line) => lines.push(line) },
    ...options,
  });

let service: Service;
const post = (path: string, body: string, headers: Record<string, string> = { 'Content-Type': 'application/json' }) =>
  fetch(service.url + path, { method: 'POST', body, headers });

async function errorOf(response: Response) {
  expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
  const body = (await response.json()) as { error: { message: string; code: string; type: string; param: unknown } };
  expect(Object.keys(body.error).sort()).toEqual(['code', 'message', 'param', 'type']);
  return { status: response.status, ...body.error };
}

/** Opens a stream and waits for its first event. */
async function openStream() {
  const before = streams.length;
  const response = await post('/stream', '{}');
  const reader = response.body?.getReader();
  await reader?.read();
  expect(streams).toHaveLength(before + 1);
  return { reader, reply: streams[before] as FastifyReply };
}

beforeEach(async () => {
  lines.length = 0;
  streams = [];
  loading = undefined;
  service = await start({ bodyLimit: 1000, shutdownTimeoutMs: 60_000 });
});

afterEach(async () => {
  for (const { raw } of streams) raw.destroy();
  await service.stop();
});

describe('requests', () => {
  it('answers clients that offer HTTP/2 with their first request', async () => {
    const { port } = new URL(service.url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(
      'POST /echo HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AA\r\n' +
        'Content-Type: application/json\r\nContent-Length: 7\r\n\r\n{"a":1}',
    );
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toMatch(/^HTTP\/1.1 200 OK[\s\S]*{"body":{"a":1}}/);
    socket.destroy();
  });

  it('answers with the id of the request, its own or a new one', async () => {
    expect(
      (await post('/echo', '{}', { 'Content-Type': 'application/json', 'X-Request-Id': 'mine-1' })).headers.get(
        'x-request-id',
      ),
    ).toBe('mine-1');
    expect((await post('/echo', '{}')).headers.get('x-request-id')).toMatch(/^req_/);
    const { reader } = await openStream();
    await reader?.cancel();
  });

  it.each([
    ['{"a": ', 400, 'invalid_value', /not valid JSON/],
    ['', 400, 'invalid_value', /empty/],
    ['{"__proto__": {}}', 400, 'invalid_value', /__proto__/],
    [JSON.stringify('x'.repeat(2000)), 413, 'request_too_large', /1000 bytes/],
  ])('refuses the body %j', async (body, status, code, message) => {
    expect(await errorOf(await post('/echo', body))).toMatchObject({
      status,
      code,
      message: expect.stringMatching(message),
    });
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'refuses the content type %s',
    async (type) => {
      expect(await errorOf(await post('/echo', 'a=1', { 'Content-Type': type }))).toMatchObject({
        status: 415,
        message: expect.stringContaining('application/json'),
      });
    },
  );

  it('answers an unknown path with 404', async () => {
    expect(await errorOf(await fetch(`${service.url}/nothing/here?key=secret`))).toMatchObject({
      status: 404,
      code: 'not_found',
      message: expect.stringContaining('/nothing/here.'),
    });
  });

  it('answers a wrong method with 405 and the right ones', async () => {
    const response = await fetch(`${service.url}/echo`);
    expect(response.headers.get('allow')).toBe('POST');
    expect(await errorOf(response)).toMatchObject({ status: 405, code: 'method_not_allowed' });
    const other = await fetch(`${service.url}/health`, { method: 'PATCH' });
    expect(other.headers.get('allow')).toBe('GET, HEAD');
  });

  it.each(['/admin/thing', '/%61dmin/thing'])('lets only the same machine administer it at %s', async (url) => {
    expect(await (await fetch(service.url + url)).text()).toBe('thing');
    const refused = await service.app.inject({ url, remoteAddress: '192.0.2.1' });
    expect(refused.statusCode).toBe(403);
    expect(refused.json()).toMatchObject({ error: { type: 'permission_error', code: 'forbidden' } });
  });

  it('answers a path that is no path', async () => {
    const response = await fetch(`${service.url}/%zz`);
    expect(response.headers.get('x-request-id')).toMatch(/^req_/);
    expect(await errorOf(response)).toMatchObject({ status: 400, code: 'invalid_value' });
  });

  it('answers what is not HTTP', async () => {
    const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
    socket.setEncoding('utf8');
    socket.write('hello?\r\n\r\n');
    let answer = '';
    for await (const text of socket) answer += text;
    expect(answer).toMatch(/^HTTP\/1.1 400 Bad Request\r\n/);
    expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toMatchObject({ error: { code: 'bad_request' } });
  });

  it('passes on what a PluginError says', async () => {
    const response = await fetch(`${service.url}/fail/busy`);
    expect(response.headers.get('retry-after')).toBe('7');
    expect(await errorOf(response)).toMatchObject({ status: 429, code: 'overloaded', message: 'Busy.' });
  });

  it('shows nothing of an unforeseen error, and logs its stack under the id of the request', async () => {
    const response = await fetch(`${service.url}/fail/x`, { headers: { 'X-Request-Id': 'r-1' } });
    const error = await errorOf(response);
    expect(error).toMatchObject({ status: 500, code: 'internal_error' });
    expect(error.message).not.toContain('secret');
    expect(await logged({ level: 'error' })).toMatchObject({
      requestId: 'r-1',
      err: { stack: expect.stringContaining('start-service.test') },
    });
    expect(await logged({ msg: 'about to fail' })).toMatchObject({ context: 'test' });
  });
});

describe('the log', () => {
  it('has one line for a request, without its body or query', async () => {
    await post('/echo?key=secret', '{"prompt":"private"}', {
      'Content-Type': 'application/json',
      Authorization: 'Bearer secret',
      'X-Request-Id': 'r-2',
    });
    const line = await logged({ msg: 'request', requestId: 'r-2' });
    expect(line).toMatchObject({ level: 'info', method: 'POST', path: '/echo', status: 200, ms: expect.any(Number) });
    expect(lines.filter((text) => text.includes('r-2'))).toHaveLength(1);
    expect(lines.join()).not.toMatch(/secret|private/);
  });

  it('has the code of an error', async () => {
    await post('/echo', '{');
    expect(await logged({ msg: 'request', status: 400 })).toMatchObject({ code: 'invalid_value' });
  });

  it('has 499 for a client that left', async () => {
    const { reader } = await openStream();
    await reader?.cancel();
    expect(await logged({ msg: 'request', status: 499 })).toMatchObject({ path: '/stream' });
  });

  it('has nothing of the probes at its usual level', async () => {
    await fetch(`${service.url}/health`);
    expect(await logged({ path: '/health' })).toMatchObject({ level: 'debug' });
  });
});

describe('health', () => {
  it('is alive and says what the parts say', async () => {
    const response = await fetch(`${service.url}/health`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      status: 'up',
      version: '1.2.3',
      uptime_seconds: expect.any(Number),
      open_requests: 1,
      details: { parts: { a: 1 } },
    });
  });

  it('is ready when nothing stands in the way', async () => {
    loading = 'loading a model';
    const waiting = await fetch(`${service.url}/ready`);
    expect(waiting.status).toBe(503);
    expect(await waiting.json()).toEqual({ ready: false, waiting_for: { models: 'loading a model' } });
    loading = undefined;
    const ready = await fetch(`${service.url}/ready`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toEqual({ ready: true, waiting_for: {} });
  });
});

describe('the explorer', () => {
  it('describes the routes', async () => {
    const document = (await (await fetch(`${service.url}/openapi.json`)).json()) as Record<string, never>;
    expect(document).toMatchObject({ openapi: '3.1.0', info: { title: 'Test server', version: '1.2.3' } });
    expect(Object.keys(document.paths as never)).toEqual(expect.arrayContaining(['/health', '/ready', '/echo']));
  });

  it('is a page whose parts all come from this server', async () => {
    const page = await (await fetch(`${service.url}/docs`)).text();
    const parts = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, part]) => part as string);
    expect(parts.length).toBeGreaterThan(3);
    for (const part of parts) {
      expect(part).not.toMatch(/^(https?:)?\/\//);
      expect((await fetch(new URL(part, `${service.url}/docs`))).status).toBe(200);
    }
    expect(await (await fetch(`${service.url}/docs/explorer.js`)).text()).toContain('validatorUrl: null');
  });
});

describe('stop', () => {
  it('lets running requests finish, refuses new ones, and then is gone', async () => {
    const { reader, reply } = await openStream();
    const stopped = service.stop();
    const refused = await post('/echo', '{}');
    expect(refused.headers.get('retry-after')).toBe('5');
    expect(refused.headers.get('connection')).toBe('close');
    expect(await errorOf(refused)).toMatchObject({ status: 503, code: 'disposed' });
    expect((await fetch(`${service.url}/ready`)).status).toBe(503);
    expect((await fetch(`${service.url}/health`)).status).toBe(200);
    reply.raw.end('data: 2\n\n');
    expect(Buffer.from((await reader?.read())?.value ?? '').toString()).toBe('data: 2\n\n');
    expect((await reader?.read())?.done).toBe(true);
    await stopped;
    await expect(fetch(`${service.url}/health`)).rejects.toThrow();
    expect(await logged({ msg: 'request', path: '/stream' })).toMatchObject({ status: 200 });
  });

  it('cuts off what does not finish in time', async () => {
    const impatient = await start({ shutdownTimeoutMs: 1 });
    const request = httpRequest(`${impatient.url}/stream`, { method: 'POST' }).end();
    const [response] = await once(request, 'response');
    await once(response, 'data');
    expect(impatient.app.get(OpenRequests).count).toBe(1);
    const gone = once(response, 'error');
    await impatient.stop();
    await gone;
    expect(await logged({ msg: '1 requests were cut off' })).toBeDefined();
    expect(await logged({ msg: 'request', path: '/stream' })).toMatchObject({ status: 503 });
  });

  it('does it once, however often it is asked', async () => {
    expect(service.stop()).toBe(service.stop());
  });
});

it('fails with the reason when its port is taken', async () => {
  const port = Number(new URL(service.url).port);
  const taken = startService(() => ({ module: TestModule }), {
    about: { title: '', description: '', version: '' },
    host: '127.0.0.1',
    port,
    logLevel: 'silent',
  });
  await expect(taken).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
