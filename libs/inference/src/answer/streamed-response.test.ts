import { EventEmitter } from 'node:events';
import type { FastifyReply } from 'fastify';
import { StreamedResponse } from './streamed-response.js';

/** A response that takes as much as a test lets it. */
class FakeResponse extends EventEmitter {
  destroyed = false;
  headersSent = false;
  readonly req = { socket: { destroyed: false } };
  readonly writes: string[] = [];
  accepts = true;

  writeHead = () => {
    this.headersSent = true;
  };
  end = () => this.writes.push('END');
  write(text: string): boolean {
    this.writes.push(text);
    return this.accepts;
  }
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

describe('StreamedResponse', () => {
  let raw: FakeResponse;
  let response: StreamedResponse;

  beforeEach(() => {
    raw = new FakeResponse();
    const reply = { raw, getHeaders: () => ({}), hijack: () => undefined };
    response = new StreamedResponse(reply as unknown as FastifyReply, 'text/plain');
  });

  async function isReady(): Promise<boolean> {
    let ready = false;
    void response.ready().then(() => {
      ready = true;
    });
    await nextTurn();
    return ready;
  }

  it('writes all texts of one turn at once', async () => {
    for (const text of ['a', 'b', '', 'c']) response.write(text);
    expect(raw.writes).toEqual([]);
    await nextTurn();
    response.write('d');
    await nextTurn();
    expect(raw.writes).toEqual(['abc', 'd']);
  });

  it('has not begun before there is a text', () => {
    response.write('');
    expect(response.begun).toBe(false);
    response.write('a');
    expect(response.begun).toBe(true);
  });

  it('writes what is left with the end', async () => {
    response.write('a');
    response.end('b');
    await nextTurn();
    expect(raw.writes).toEqual(['ab', 'END']);
  });

  it('is ready until the connection is full, and again when it has drained', async () => {
    raw.accepts = false;
    expect(await isReady()).toBe(true);
    response.write('a');
    await nextTurn();
    expect(await isReady()).toBe(false);
    raw.emit('drain');
    expect(await isReady()).toBe(true);
  });

  it('lets go of those who wait when the connection closes', async () => {
    raw.accepts = false;
    response.write('a');
    await nextTurn();
    const waiting = response.ready();
    raw.emit('close');
    await waiting;
  });

  it('notices a full connection even when no turn ends', async () => {
    raw.accepts = false;
    response.write('x'.repeat(20_000));
    void response.ready();
    expect(raw.writes).toHaveLength(1);
    expect(await isReady()).toBe(false);
  });

  it('keeps alive only where there was silence, and not into a full connection', async () => {
    response.keepAlive('1');
    await nextTurn();
    response.write('a');
    response.keepAlive('2');
    await nextTurn();
    response.keepAlive('3');
    await nextTurn();
    raw.accepts = false;
    response.write('b');
    await nextTurn();
    response.keepAlive('4');
    response.keepAlive('5');
    await nextTurn();
    expect(raw.writes).toEqual(['1', 'a', '3', 'b']);
  });

  it('gathers what comes faster than a screen shows, but not its beginning and its end', async () => {
    for (let i = 0; i < 50; i += 1) {
      response.write(`${i} `);
      await nextTurn();
    }
    expect(raw.writes.slice(0, 8)).toEqual(['0 ', '1 ', '2 ', '3 ', '4 ', '5 ', '6 ', '7 ']);
    response.end('last');
    expect(raw.writes.length).toBeLessThan(40);
    expect(raw.writes.join('')).toBe(`${Array.from({ length: 50 }, (_, i) => `${i} `).join('')}lastEND`);
  });

  it('writes nothing to a client that is gone', async () => {
    response.write('a');
    raw.destroyed = true;
    await nextTurn();
    expect(raw.writes).toEqual([]);
  });
});
