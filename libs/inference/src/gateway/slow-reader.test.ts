import type { Socket } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { fromAbortable, type GenerationEvent } from '@predict-otron/plugin-sdk';
import type { Observable } from 'rxjs';
import { type Call, delta, FakeKernel, modelEntry, PROMPT, startEngine, until } from '../engine.fixture.js';
import { SocketClient } from './socket-client.fixture.js';

/** Most that may wait for one connection in this process: what makes its chats pause, and some events more. */
const BOUND = 128 * 1024;

let kernel: FakeKernel;
let app: NestFastifyApplication;
let client: SocketClient;
/** The server's ends of the connections. */
let connections: Socket[];
let written: number;
let mostWaiting: number;

/** A generation without an end, which waits for its reader as the engine does. */
function endless({ reader }: Call): Observable<GenerationEvent> {
  async function* events() {
    yield PROMPT;
    for (;;) {
      written += 1;
      mostWaiting = Math.max(mostWaiting, ...connections.map(({ writableLength }) => writableLength));
      // as long as one step of an engine: everything else in this process has its turn
      if (written % 20 === 0) await new Promise(setImmediate);
      yield delta('x'.repeat(1000));
    }
  }
  return fromAbortable<GenerationEvent>(events, { ready: async () => reader?.ready?.() });
}

async function start(slowReaderMs: number): Promise<void> {
  let url: string;
  ({ app, url } = await startEngine(kernel, { slowReaderMs, streamDetachedEvents: 10 }));
  app.getHttpServer().on('connection', (socket: Socket) => connections.push(socket));
  client = await SocketClient.open(url);
}

beforeEach(() => {
  kernel = new FakeKernel();
  kernel.entries = [modelEntry('tiny', { aliases: ['default'] })];
  kernel.answer = endless;
  connections = [];
  written = 0;
  mostWaiting = 0;
});

afterEach(async () => {
  client.socket.terminate();
  await app.close();
});

/** Waits until no event has been made for some turns of the event loop. */
async function isPaused(): Promise<void> {
  for (let before = -1, still = 0; still < 50; still = before === written ? still + 1 : 0) {
    before = written;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

it('pauses the chats of a client that does not read, and goes on when it reads again', async () => {
  await start(600_000);
  client.chat('a');
  client.chat('b');
  await client.event('delta', 'b');
  client.socket.pause();
  await isPaused();
  const before = written;
  expect(kernel.running).toBe(2);
  client.socket.resume();
  await until(() => written > before + 100);
  expect(mostWaiting).toBeLessThan(BOUND);
  for (const id of ['a', 'b']) {
    const seqs = client.of(id).map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.map((_, index) => index + 1));
  }
});

it('cuts it off after the limit: its slot is free at once, and it learns why when it reads again', async () => {
  await start(100);
  client.chat('a');
  await client.event('delta');
  client.socket.pause();
  await until(() => kernel.running === 0);
  const after = written;
  expect(mostWaiting).toBeLessThan(BOUND);
  client.socket.resume();
  expect(await client.closed()).toBe(1008);
  expect(written).toBe(after);
});

it('keeps a resumable stream of such a client for its next connection', async () => {
  await start(100);
  client.chat('a', { resumable: true });
  const { stream } = await client.event('accepted');
  client.socket.pause();
  await until(() => written > 100);
  await isPaused();
  client.socket.resume();
  expect(await client.closed()).toBe(1008);
  expect(kernel.running).toBe(1);
  const seen = client.events.at(-1)?.seq as number;
  client = await SocketClient.open(client.socket.url.replace('ws:', 'http:').replace('/v1/ws', ''));
  client.send({ type: 'resume', stream, after: seen });
  await client.until(() => client.events.length > 20);
  expect(client.events.map(({ seq }) => seq)).toEqual(client.events.map((_, index) => seen + 1 + index));
});

it('cuts off at once who lets answers to its own frames pile up', async () => {
  await start(600_000);
  kernel.entries = Array.from({ length: 2_000 }, (_, index) => modelEntry(`model-${index}`));
  for (let i = 0; i < 60; i += 1) client.send({ type: 'models' });
  expect(await client.closed()).toBe(1008);
});
