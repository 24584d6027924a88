import { once } from 'node:events';
import { copyFileSync, rmSync } from 'node:fs';
import { type IncomingMessage, request as plainRequest } from 'node:http';
import { Agent, request } from 'node:https';
import { connect as connectPlain } from 'node:net';
import { text } from 'node:stream/consumers';
import { connect, type TLSSocket } from 'node:tls';
import { Controller, Get, Module } from '@nestjs/common';
import { type Service, startService } from '../start-service.js';
import { makeCertificate, type TestCertificate } from './certificate.fixture.js';
import { watchCertificate } from './watch-certificate.js';

const KEY = 'a-key-of-the-tests-of-TLS';

@Controller()
class TestController {
  @Get('hello')
  hello() {
    return 'hello';
  }
}

@Module({ controllers: [TestController] })
class TestModule {}

const lines: string[] = [];
let first: TestCertificate;
let second: TestCertificate;
let service: Service;
let port: number;

beforeAll(async () => {
  [first, second] = await Promise.all([makeCertificate('first'), makeCertificate('second')]);
  service = await startService(() => ({ module: TestModule }), {
    about: { title: '', description: '', version: '' },
    ...{ host: '127.0.0.1', port: 0, documentation: false, apiKeys: [KEY] },
    ...{ tlsCert: first.tlsCert, tlsKey: first.tlsKey },
    logTo: { write: (line) => lines.push(line) },
  });
  port = Number(new URL(service.url).port);
});

afterAll(async () => {
  await service?.stop();
  for (const { folder } of [first, second]) rmSync(folder, { recursive: true });
});

/** An answer to a client that trusts the two certificates and nothing else. */
async function ask(path: string, options: object = {}) {
  const asked = request({ port, host: '127.0.0.1', path, ca: [first.cert, second.cert], ...options }).end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  const socket = answer.socket as TLSSocket;
  return { answer, socket, protocol: socket.getProtocol(), body: await text(answer) };
}

const withKey = { headers: { authorization: `Bearer ${KEY}` }, agent: false };

it('answers over HTTPS, as the certificate has it', async () => {
  expect(service.url).toBe(`https://127.0.0.1:${port}`);
  const { answer, body, protocol } = await ask('/hello', withKey);
  expect([answer.statusCode, body, protocol]).toEqual([200, 'hello', 'TLSv1.3']);
  await expect(ask('/hello', { ca: [second.cert] })).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
});

it('gives browsers a cookie for TLS alone, as the first one that they talk to speaks', async () => {
  const cookie = async (headers: object) =>
    (await ask('/session', { method: 'POST', headers: { ...withKey.headers, ...headers } })).answer.headers[
      'set-cookie'
    ]?.[0];
  expect(await cookie({})).toMatch(/; Secure$/);
  expect(await cookie({ 'x-forwarded-proto': 'https' })).toMatch(/; Secure$/);
  expect(await cookie({ 'x-forwarded-proto': 'http' })).not.toContain('Secure');
});

it('tells a client that speaks plain HTTP, and closes what is neither', async () => {
  const asked = plainRequest({ port, host: '127.0.0.1', path: '/hello' }).end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  expect(answer.statusCode).toBe(400);
  expect(JSON.parse(await text(answer))).toMatchObject({ error: { message: expect.stringContaining('https://') } });
  const noise = connectPlain(port, '127.0.0.1');
  noise.on('error', () => undefined).end(Buffer.from([1, 2, 3, 4, 5, 6, 7, 8]));
  noise.resume();
  await once(noise, 'close');
  expect((await ask('/hello', withKey)).answer.statusCode).toBe(200);
});

it('serves a new certificate to new connections, while open ones go on', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const before = (await ask('/hello', { ...withKey, agent })).socket;
  expect(before.getPeerCertificate().subject.CN).toBe('first');
  copyFileSync(second.tlsKey, first.tlsKey);
  copyFileSync(second.tlsCert, first.tlsCert);
  while (!lines.some((line) => line.includes('The TLS certificate was read again'))) await sleep();
  const after = connect({ port, host: '127.0.0.1', ca: second.cert });
  await once(after, 'secureConnect');
  expect(after.getPeerCertificate().subject.CN).toBe('second');
  after.destroy();
  const { answer, socket } = await ask('/hello', { ...withKey, agent });
  expect(answer.statusCode).toBe(200);
  expect(socket === before).toBe(true);
  agent.destroy();
});

it('goes on with the certificate that it has when new files cannot be used', async () => {
  const errors: string[] = [];
  const logger = { error: (line: string) => errors.push(line) } as never;
  const server = { setSecureContext: () => expect('this').toBe('not called') };
  const stop = watchCertificate(server, second, logger, 20);
  while (errors.length === 0) {
    copyFileSync(second.tlsCert, second.tlsKey);
    await sleep(200);
  }
  stop();
  expect(errors[0]).toMatch(/has no private key in PEM .* stays as it was\.$/);
});

const sleep = (ms = 20) => new Promise((resolve) => setTimeout(resolve, ms));
