import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Controller, Get, Module, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type Service, startService } from '../start-service.js';

let held: FastifyReply[] = [];

@Controller()
class TestController {
  @Post('v1/chat/completions') chat() {
    return {};
  }
  @Post('api/chat') ollama() {
    return {};
  }
  @Post('v1/completions') hold(@Req() _: unknown, @Res() reply: FastifyReply) {
    reply.hijack();
    reply.raw.writeHead(200).write('begun');
    held.push(reply);
  }
  @Get('v1/models') models() {
    return {};
  }
}

@Module({ controllers: [TestController] })
class TestModule {}

const KEYS = ['first-key-of-this-test', 'second-key-of-this-test'];
const lines: string[] = [];
const services: Service[] = [];

async function start(keyQuota: string[], redisUrl?: string): Promise<Service> {
  const service = await startService(() => ({ module: TestModule }), {
    about: { title: 'Test', description: '', version: '1' },
    host: '127.0.0.1',
    port: 0,
    logTo: { write: (line) => lines.push(line) },
    apiKeys: KEYS,
    keyQuota,
    redisUrl,
  });
  services.push(service);
  return service;
}

const ask = (service: Service, path = '/v1/chat/completions', key = KEYS[0] as string) =>
  fetch(service.url + path, { method: path === '/v1/models' ? 'GET' : 'POST', headers: { 'x-api-key': key } });

afterEach(async () => {
  for (const { raw } of held) raw.destroy();
  held = [];
  lines.length = 0;
  await Promise.all(services.splice(0).map((service) => service.stop()));
});

it('limits the requests of each key, and tells what is left', async () => {
  const service = await start(['requestsPerMinute=2', 'requestsPerDay=100']);
  const first = await ask(service);
  expect(first.status).toBe(201);
  expect(first.headers.get('x-ratelimit-limit-requests')).toBe('2');
  expect(first.headers.get('x-ratelimit-remaining-requests')).toBe('1');
  expect(first.headers.get('x-ratelimit-reset-requests')).toMatch(/^\d+s$/);
  await ask(service);
  const refused = await ask(service);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(refused.headers.get('x-ratelimit-remaining-requests')).toBe('0');
  expect(await refused.json()).toMatchObject({ error: { code: 'rate_limit_exceeded' } });
  expect(await (await ask(service, '/api/chat')).json()).toEqual({
    error: expect.stringContaining('2 requests a minute'),
  });
  expect((await ask(service, '/v1/models')).status).toBe(200);
  expect((await ask(service, '/api/chat', KEYS[1])).status).toBe(201);
});

it('limits the requests at a time, until one has ended or its client has left', async () => {
  const service = await start(['concurrent=1']);
  const running = await ask(service, '/v1/completions');
  expect((await ask(service)).status).toBe(429);
  await running.body?.cancel();
  await once(held[0]?.raw as object as import('node:events').EventEmitter, 'close').catch(() => undefined);
  expect((await ask(service)).status).toBe(201);
});

it.each([['tokens=1'], ['requestsPerDay=many'], ['concurrent=0']])('does not start with %s', async (quota) => {
  await expect(start([quota])).rejects.toMatchObject({ code: 'INPUT_INVALID' });
});

const hasRedis = (() => {
  try {
    return execFileSync('redis-server', ['--version']).length > 0;
  } catch {
    console.warn('SKIPPED: shared quotas need the Debian package redis-server.');
    return false;
  }
})();

(hasRedis ? describe : describe.skip)('with Redis', () => {
  let redis: ChildProcess;
  let port: number;

  const startRedis = async () => {
    redis = spawn('redis-server', ['--port', String(port), '--save', '', '--bind', '127.0.0.1'], { stdio: 'pipe' });
    for await (const text of redis.stdout ?? []) if (String(text).includes('Ready to accept')) break;
    redis.stdout?.resume();
  };
  const stopRedis = async () => {
    if (redis.exitCode !== null || redis.signalCode !== null) return;
    redis.kill('SIGKILL');
    await once(redis, 'exit');
  };

  beforeEach(async () => {
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    port = (probe.address() as AddressInfo).port;
    await new Promise((resolve) => probe.close(resolve));
    await startRedis();
  });
  afterEach(stopRedis);

  it('has one limit for two servers', async () => {
    const url = `redis://127.0.0.1:${port}`;
    const [one, other] = await Promise.all([start(['requestsPerMinute=3'], url), start(['requestsPerMinute=3'], url)]);
    const statuses = [];
    for (const service of [one, other, one, other, one]) statuses.push((await ask(service)).status);
    expect(statuses).toEqual([201, 201, 201, 429, 429]);
  });

  it('goes on with its own count while Redis is away, and says so', async () => {
    const service = await start(['requestsPerMinute=2'], `redis://127.0.0.1:${port}`);
    expect((await ask(service)).status).toBe(201);
    await stopRedis();
    const statuses = [];
    for (let i = 0; i < 3; i += 1) statuses.push((await ask(service)).status);
    expect(statuses).toEqual([201, 201, 429]);
    // it says so when it has tried to connect again; jest's own limit ends a test in which it never does
    while (!lines.join('').includes('Redis is away')) await sleep(10);
  });

  it('starts without it', async () => {
    await stopRedis();
    const service = await start(['requestsPerMinute=1'], `redis://127.0.0.1:${port}`);
    expect([(await ask(service)).status, (await ask(service)).status]).toEqual([201, 429]);
  });
});
