import { once } from 'node:events';
import { Controller, Get, Module, Post, Res } from '@nestjs/common';
import { WebSocketGateway } from '@nestjs/websockets';
import type { FastifyReply } from 'fastify';
import { WebSocket } from 'ws';
import { noteWork } from '../log/request-work.js';
import { type Service, startService } from '../start-service.js';

@Controller()
class TestController {
  @Get('things/:id')
  thing() {
    return 'thing';
  }

  @Post('work')
  work(@Res({ passthrough: true }) { raw }: FastifyReply) {
    noteWork(raw, () => ({ model: 'm', promptTokens: 3, firstTokenMs: 1.4 }));
    return 'done';
  }
}

@WebSocketGateway({ path: '/socket' })
class TestGateway {}

@Module({ controllers: [TestController], providers: [TestGateway] })
class TestModule {}

const lines: Record<string, unknown>[] = [];
let service: Service;
const scrape = async () => (await fetch(`${service.url}/metrics`)).text();

/** Requests are counted when their answers have left, which the client may hear of before the server does. */
async function scrapeWith(line: string): Promise<string> {
  for (;;) {
    const text = await scrape();
    if (text.includes(line)) return text;
  }
}

beforeAll(async () => {
  service = await startService(() => ({ module: TestModule }), {
    about: { title: 't', description: 'd', version: '1' },
    host: '127.0.0.1',
    port: 0,
    logTo: { write: (line) => lines.push(JSON.parse(line)) },
  });
});
afterAll(() => service.stop());

it('answers in the text format, with what the process says of itself', async () => {
  const response = await fetch(`${service.url}/metrics`);
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  const text = await response.text();
  expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds [\d.e-]+$/m);
  expect(text).toMatch(/^process_resident_memory_bytes \d+$/m);
});

it('counts requests by route, never by path', async () => {
  for (const path of ['things/1', 'things/2', 'nothing/here']) await (await fetch(`${service.url}/${path}`)).text();
  await scrapeWith('otron_http_requests_total{method="GET",route="/things/:id",status="200",model=""} 2');
  const text = await scrapeWith('otron_http_requests_total{method="GET",route="none",status="404",model=""} 1');
  expect(text).toContain('otron_http_request_duration_seconds_count{method="GET",route="/things/:id"} 2');
  expect(text).not.toContain('nothing/here');
});

it('names the model that was at work, in the log as well', async () => {
  await (
    await fetch(`${service.url}/work`, { method: 'POST', body: '{}', headers: { 'Content-Type': 'application/json' } })
  ).text();
  await scrapeWith('otron_http_requests_total{method="POST",route="/work",status="201",model="m"} 1');
  expect(lines).toContainEqual(
    expect.objectContaining({ msg: 'request', path: '/work', model: 'm', promptTokens: 3, firstTokenMs: 1 }),
  );
});

it('counts open WebSockets', async () => {
  const socket = new WebSocket(`${service.url.replace('http', 'ws')}/socket`);
  await once(socket, 'open');
  await scrapeWith('otron_websocket_connections 1');
  socket.close();
  await scrapeWith('otron_websocket_connections 0');
});
