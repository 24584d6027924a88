import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Body, Controller, Get, Module, Post, Res } from '@nestjs/common';
import { PluginError } from '@predict-otron/plugin-sdk';
import type { FastifyReply } from 'fastify';
import { noteWork } from '../log/request-work.js';
import { type Service, startService } from '../start-service.js';

@Controller()
class TestController {
  @Post('v1/chat/completions')
  async chat(@Body() { slow }: { slow?: boolean }, @Res() reply: FastifyReply) {
    const work = { model: 'tiny', promptTokens: 3, generatedTokens: 2, finishReasons: ['stop'], queueMs: 1 };
    noteWork(reply.raw, () => work);
    if (slow) await new Promise((resolve) => setTimeout(resolve, SLOW_MS + 100));
    reply.hijack();
    reply.raw.writeHead(200, { 'Content-Type': 'text/event-stream' });
    reply.raw.write('data: the answer\n\n');
    reply.raw.end('data: [DONE]\n\n');
  }

  @Get('follow')
  async follow() {
    await new Promise((resolve) => setTimeout(resolve, SLOW_MS + 100));
    return '';
  }

  @Post('refuse')
  refuse() {
    throw new PluginError('INPUT_INVALID', 'The word "the prompt" is wrong.');
  }

  @Get('fail')
  fail() {
    throw new Error('insides');
  }
}

@Module({ controllers: [TestController] })
class TestModule {}

/** Far above what the other requests take, however busy the machine. */
const SLOW_MS = 3_000;

const KEY = 'a-key-of-the-tests-of-captures';
let folder: string;
let service: Service;

async function start(captureContent: boolean): Promise<void> {
  folder = mkdtempSync(join(tmpdir(), 'otron-captures-'));
  service = await startService(() => ({ module: TestModule }), {
    about: { title: '', description: '', version: '' },
    ...{ host: '127.0.0.1', port: 0, documentation: false, apiKeys: [KEY], logTo: { write: () => {} } },
    ...{ captureFolder: folder, captureSlowMs: SLOW_MS, captureContent },
  });
}

afterEach(async () => {
  await service.stop();
  rmSync(folder, { recursive: true });
});

const post = (path: string, body: object, key = KEY) =>
  fetch(`${service.url}${path}?query=the+query`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).then((answer) => answer.text());

/** What was captured, once the server has stopped. */
async function captures(): Promise<Record<string, unknown>[]> {
  await service.stop();
  const names = readdirSync(folder).sort();
  return names.map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
}

const CHAT = { model: 'tiny', messages: [{ role: 'user', content: 'the prompt' }] };

it('keeps facts of slow and failed requests, without secrets and content', async () => {
  await start(false);
  await post('/v1/chat/completions', CHAT);
  await post('/v1/chat/completions', { ...CHAT, slow: true });
  await post('/refuse', CHAT);
  await post('/v1/chat/completions', CHAT, 'a-wrong-key-of-these-tests');
  await post('/nowhere', CHAT);
  const get = (path: string) => fetch(service.url + path, { headers: { 'x-api-key': KEY } });
  await get('/follow');
  await get('/fail');
  const [slow, refused, failed, ...others] = await captures();
  expect(others).toEqual([]);
  expect(slow).toEqual({
    ...{ time: expect.any(String), reason: 'slow', method: 'POST', path: '/v1/chat/completions', status: 200 },
    ...{ requestId: expect.any(String), key: 'key-1' },
    headers: expect.objectContaining({ authorization: '[37 characters]', 'content-type': 'application/json' }),
    timings: { ms: expect.any(Number), queueMs: 1 },
    work: { model: 'tiny', promptTokens: 3, generatedTokens: 2, finishReasons: ['stop'] },
    body: { model: 'tiny', messages: [{ role: 'user', content: '[10 characters]' }], slow: true },
  });
  expect(refused).toMatchObject({ reason: 'failed', path: '/refuse', status: 400, body: { model: 'tiny' } });
  expect(refused?.code).toEqual(expect.any(String));
  expect(failed).toMatchObject({ reason: 'failed', method: 'GET', path: '/fail', status: 500 });
  const all = JSON.stringify([slow, refused, failed]);
  for (const secret of [KEY, 'the prompt', 'the answer', 'the+query', 'insides']) expect(all).not.toContain(secret);
});

it('keeps what was asked and answered where that was chosen, and still no secrets', async () => {
  await start(true);
  await post('/v1/chat/completions', { ...CHAT, slow: true });
  await post('/refuse', CHAT);
  const [slow, refused] = await captures();
  expect(slow).toMatchObject({ body: CHAT, answer: 'data: the answer\n\ndata: [DONE]\n\n' });
  expect(refused).toMatchObject({ body: CHAT, answer: expect.stringContaining('is wrong') });
  expect(JSON.stringify([slow, refused])).not.toContain(KEY);
});
