import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Controller, Get, Inject, Module, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RedisServer } from '../shared/redis-server.fixture.js';
import { type Service, startService } from '../start-service.js';
import { KeyUsage } from './key-usage.js';

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

@Controller()
class SpendingController {
  constructor(@Inject(KeyUsage) private readonly usage: KeyUsage) {}
  @Post('v1/embeddings') async embed(@Req() { headers }: FastifyRequest) {
    await this.usage.begin('key-1');
    await this.usage.spend('key-1', { promptTokens: Number(headers['x-tokens']), generatedTokens: 0 });
    return {};
  }
}

@Module({ controllers: [TestController, SpendingController] })
class TestModule {}

const KEYS = ['first-key-of-this-test', 'second-key-of-this-test'];
const lines: string[] = [];
const services: Service[] = [];

async function start(keyQuota: string[], redisUrl?: string, countsTokens = true): Promise<Service> {
  const service = await startService(() => ({ module: TestModule }), {
    about: { title: 'Test', description: '', version: '1' },
    host: '127.0.0.1',
    port: 0,
    logTo: { write: (line) => lines.push(line) },
    apiKeys: KEYS,
    keyQuota,
    redisUrl,
    countsTokens,
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

const spend = (service: Service, tokens: number) =>
  fetch(`${service.url}/v1/embeddings`, {
    method: 'POST',
    headers: { 'x-api-key': KEYS[0] as string, 'x-tokens': String(tokens) },
  });

it('limits the tokens of each key, as they were used, and tells what is left', async () => {
  const service = await start(['tokensPerMinute=10', 'tokensPerDay=1000', 'requestsPerDay=3']);
  const first = await spend(service, 4);
  expect(first.headers.get('x-ratelimit-limit-tokens')).toBe('10');
  expect(first.headers.get('x-ratelimit-remaining-tokens')).toBe('10');
  const second = await spend(service, 20);
  expect(second.status).toBe(201);
  expect(second.headers.get('x-ratelimit-remaining-tokens')).toBe('6');
  expect(second.headers.get('x-ratelimit-reset-tokens')).toMatch(/^\d+s$/);
  const refused = await ask(service);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(refused.headers.get('x-ratelimit-remaining-tokens')).toBe('0');
  expect(await refused.json()).toMatchObject({
    error: { code: 'rate_limit_exceeded', message: expect.stringContaining('10 tokens a minute') },
  });
  expect((await ask(service, '/api/chat', KEYS[1])).status).toBe(201);
});

it('does not start with a quota of tokens where they are not known', async () => {
  await expect(start(['tokensPerDay=1'], undefined, false)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
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

(RedisServer.isInstalled() ? describe : describe.skip)('with Redis', () => {
  let redis: RedisServer;

  beforeEach(async () => {
    redis = await RedisServer.start();
  });
  afterEach(() => redis.kill());

  /** What the metric says; waits until it says so. */
  async function redisIsUp(service: Service, up: 0 | 1): Promise<void> {
    while (!(await (await fetch(`${service.url}/metrics`)).text()).includes(`\notron_redis_up ${up}\n`))
      await sleep(10);
  }

  it('has one limit for two servers', async () => {
    const [one, other] = await Promise.all([
      start(['requestsPerMinute=3'], redis.url),
      start(['requestsPerMinute=3'], redis.url),
    ]);
    const statuses = [];
    for (const service of [one, other, one, other, one]) statuses.push((await ask(service)).status);
    expect(statuses).toEqual([201, 201, 201, 429, 429]);
  });

  it('has one count of tokens for two servers, and its own while Redis is away', async () => {
    const [one, other] = await Promise.all([
      start(['tokensPerDay=10'], redis.url),
      start(['tokensPerDay=10'], redis.url),
    ]);
    expect((await spend(one, 6)).status).toBe(201);
    expect((await spend(other, 4)).headers.get('x-ratelimit-remaining-tokens')).toBe('4');
    expect((await spend(one, 1)).status).toBe(429);
    const used = { day: new Date().toISOString().slice(0, 10), key: 'key-1', generatedTokens: 0 };
    const usageOf = ({ app }: Service) => app.get(KeyUsage, { strict: false }).list();
    expect(await usageOf(one)).toEqual({ days: [{ ...used, requests: 2, promptTokens: 10 }], shared: true });
    await redis.kill();
    expect([(await spend(one, 10)).status, (await spend(one, 1)).status]).toEqual([201, 429]);
    expect(await usageOf(one)).toEqual({ days: [{ ...used, requests: 1, promptTokens: 10 }], shared: false });
  });

  it('goes on with its own count while Redis is away, and says so in its log and its metrics', async () => {
    const service = await start(['requestsPerMinute=2'], redis.url);
    await redisIsUp(service, 1);
    expect((await ask(service)).status).toBe(201);
    await redis.kill();
    const statuses = [];
    for (let i = 0; i < 3; i += 1) statuses.push((await ask(service)).status);
    expect(statuses).toEqual([201, 201, 429]);
    await redisIsUp(service, 0);
    // it says so when it has tried to connect again; jest's own limit ends a test in which it never does
    while (!lines.join('').includes('Redis is away')) await sleep(10);
    await redis.startAgain();
    await redisIsUp(service, 1);
    expect(lines.join('')).toContain('Redis is back');
    expect((await ask(service)).status).toBe(201);
  });

  it('starts without it', async () => {
    await redis.kill();
    const service = await start(['requestsPerMinute=1'], redis.url);
    expect([(await ask(service)).status, (await ask(service)).status]).toEqual([201, 429]);
  });
});
