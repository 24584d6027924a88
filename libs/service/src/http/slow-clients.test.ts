// Clients that take a connection and send too little, or too much.
import { once } from 'node:events';
import { connect } from 'node:net';
import { jest } from '@jest/globals';
import { Controller, Module, Post } from '@nestjs/common';
import { type Service, startService } from '../start-service.js';

// the limit for headers is 15 s, and connections are looked over every 5 s
jest.setTimeout(120_000);

@Controller()
class TestController {
  @Post('echo') echo() {
    return {};
  }
}

@Module({ controllers: [TestController] })
class TestModule {}

let service: Service;
beforeAll(async () => {
  service = await startService(() => ({ module: TestModule }), {
    about: { title: 't', description: 'd', version: '1' },
    host: '127.0.0.1',
    port: 0,
    logLevel: 'silent',
  });
});
afterAll(() => service.stop());

/** All that the server says until it closes the connection, to a client that sends these pieces and then nothing more. */
async function answerTo(...pieces: string[]): Promise<string> {
  const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
  let answer = '';
  socket.setEncoding('utf8').on('data', (text) => {
    answer += text;
  });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  for (const piece of pieces) socket.write(piece);
  await once(socket, 'close');
  return answer;
}

const START = 'POST /echo HTTP/1.1\r\nHost: 127.0.0.1\r\n';

it('cuts off clients whose headers never end', async () => {
  const answers = await Promise.all(Array.from({ length: 50 }, () => answerTo(START, 'X-Slow: ')));
  for (const answer of answers) expect(answer).toMatch(/^HTTP\/1.1 408 /);
  expect((await fetch(`${service.url}/health`)).status).toBe(200);
});

it('refuses headers of more than 16 KiB', async () => {
  expect(await answerTo(START, `X-Long: ${'x'.repeat(20_000)}\r\n\r\n`)).toMatch(/^HTTP\/1.1 431 /);
});
