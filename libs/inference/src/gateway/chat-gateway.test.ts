// Long because one gateway, and each of its frames.
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { GenerationEvent } from '@predict-otron/plugin-sdk';
import fc from 'fast-check';
import { concat, NEVER, of, Subject, throwError } from 'rxjs';
import { type Call, delta, end, FakeKernel, modelEntry, PROMPT, startEngine, until } from '../engine.fixture.js';
import { SocketClient } from './socket-client.fixture.js';

let kernel: FakeKernel;
let app: NestFastifyApplication;
let url: string;
let client: SocketClient;

beforeEach(async () => {
  kernel = new FakeKernel();
  kernel.entries = [modelEntry('tiny', { aliases: ['default'] })];
  kernel.answer = () => of<GenerationEvent[]>(PROMPT, delta('Hel'), delta('lo'), end());
  ({ app, url } = await startEngine(kernel, { socketChats: 2, socketFramesPerSecond: 250, conversationBytes: 4000 }));
  client = await SocketClient.open(url);
});
afterEach(async () => {
  await client.close();
  await app.close();
});

/** A pause in which anything that is on its way arrives: what comes back first was sent first. */
async function answered(): Promise<void> {
  client.send({ type: 'ping', id: 'barrier' });
  await client.event('pong', 'barrier');
}

describe('a chat', () => {
  it('is accepted, written, and ended', async () => {
    client.chat('a', { metadata: { x: 'y' } });
    await client.event('end');
    expect(client.events).toEqual([
      {
        ...{ type: 'accepted', id: 'a', seq: 1, model: 'tiny', metadata: { x: 'y' } },
        ...{ created: expect.any(Number), system_fingerprint: expect.any(String), request_id: expect.any(String) },
      },
      { type: 'delta', id: 'a', seq: 2, index: 0, kind: 'text', text: 'Hel' },
      { type: 'delta', id: 'a', seq: 3, index: 0, kind: 'text', text: 'lo' },
      { type: 'usage', id: 'a', seq: 4, usage: expect.objectContaining({ completion_tokens: 3, prompt_tokens: 5 }) },
      { type: 'end', id: 'a', seq: 5, finish_reasons: ['stop'], timings: expect.any(Object) },
    ]);
  });

  it('says what it waits for, thoughts, calls and warnings', async () => {
    kernel.answer = () =>
      of<GenerationEvent[]>(
        { type: 'queued', position: 2 },
        { type: 'loading', progress: 0.5 },
        PROMPT,
        { type: 'warning', code: 'odd', message: 'Odd.' },
        { type: 'delta', index: 0, kind: 'reasoning', text: 'Hm.', tokens: 1 },
        { type: 'delta', index: 0, kind: 'tool-call', call: 0, id: 'c', name: 'f', argumentsDelta: '{', tokens: 1 },
        { type: 'delta', index: 0, kind: 'tool-call', call: 0, argumentsDelta: '}', tokens: 1 },
        { ...end(), finishReason: 'tool-calls' },
      );
    client.chat('a', { timings: false, stream_options: { include_usage: false } });
    await client.event('end');
    expect(client.events.slice(1)).toEqual([
      { id: 'a', seq: 2, type: 'queued', position: 2 },
      { id: 'a', seq: 3, type: 'loading', progress: 0.5 },
      { id: 'a', seq: 4, type: 'warning', code: 'odd', message: 'Odd.' },
      { id: 'a', seq: 5, type: 'delta', index: 0, kind: 'reasoning', text: 'Hm.' },
      { id: 'a', seq: 6, type: 'tool_call', index: 0, call: 0, call_id: 'c', name: 'f', arguments: '{' },
      { id: 'a', seq: 7, type: 'tool_call', index: 0, call: 0, arguments: '}' },
      { id: 'a', seq: 8, type: 'end', finish_reasons: ['tool_calls'] },
    ]);
  });

  it('goes on beside another one, and each is cancelled alone', async () => {
    const sources = [new Subject<GenerationEvent>(), new Subject<GenerationEvent>()];
    kernel.answer = () => sources[kernel.calls.length - 1] as Subject<GenerationEvent>;
    client.chat('a');
    client.chat('b');
    await client.event('accepted', 'b');
    sources[1]?.next(delta('B'));
    sources[0]?.next(delta('A'));
    client.send({ type: 'cancel', id: 'a' });
    expect(await client.event('end')).toMatchObject({ id: 'a', finish_reasons: ['cancelled'] });
    expect(kernel.running).toBe(1);
    sources[1]?.next(end());
    sources[1]?.complete();
    expect(await client.event('end', 'b')).toMatchObject({ finish_reasons: ['stop'] });
    expect([client.text('a'), client.text('b')]).toEqual(['A', 'B']);
    client.send({ type: 'cancel', id: 'a' });
    await answered();
    expect(kernel.running).toBe(0);
  });

  it('that fails ends with an error, whose insides are not shown', async () => {
    kernel.answer = () =>
      concat(
        of(PROMPT),
        throwError(() => new Error('secret')),
      );
    client.chat('a');
    expect(await client.event('error')).toMatchObject({ id: 'a', seq: 2, code: 'internal_error' });
    expect(JSON.stringify(client.events)).not.toContain('secret');
  });

  it('is cancelled when the client leaves', async () => {
    kernel.answer = () => concat(of(PROMPT), NEVER);
    client.chat('a');
    await client.event('accepted');
    client.socket.terminate();
    await until(() => kernel.running === 0);
  });
});

describe('a frame that is refused', () => {
  it.each([
    ['an unknown field', { temp: 1 }, 'temp', 'unknown_parameter'],
    ['a wrong value', { temperature: 9 }, 'temperature', 'invalid_value'],
    ['an unknown model', { model: 'none' }, 'model', 'model_not_found'],
    ['no stream', { stream: false }, 'stream', 'invalid_value'],
    ['several answers in a conversation', { n: 2, conversation: 'c' }, 'n', 'invalid_value'],
  ])('because of %s gets an error that names it', async (_, fields, param, code) => {
    client.chat('a', fields);
    expect(await client.event('error')).toEqual({ type: 'error', id: 'a', code, param, message: expect.any(String) });
    expect(kernel.calls).toEqual([]);
  });

  it.each([
    ['no JSON', 'x', null],
    ['no object', '[]', null],
    ['a poisoned object', '{"type":"ping","__proto__":{}}', null],
    ['no type', '{}', 'type'],
    ['an unknown type', '{"type":"toString"}', 'type'],
    ['a chat without an id', '{"type":"chat","model":"default","messages":[{"role":"user","content":"Hi"}]}', 'id'],
    ['an id that is none', '{"type":"ping","id":7}', 'id'],
    ['an unknown field', '{"type":"ping","x":7}', 'x'],
  ])('because it is %s leaves the connection open', async (_, frame, param) => {
    client.send(frame);
    expect(await client.event('error')).toMatchObject({ param });
    await answered();
  });

  it('because its id is taken, or there are too many', async () => {
    kernel.answer = () => NEVER;
    client.chat('a');
    client.chat('a');
    expect(await client.event('error')).toMatchObject({ id: 'a', code: 'conflict', param: 'id' });
    client.chat('b');
    client.chat('c');
    expect(await client.event('error', 'c')).toMatchObject({ code: 'overloaded' });
    expect(kernel.running).toBe(2);
  });

  it('whatever it is, does not move the server', async () => {
    const known = fc.constantFrom('chat', 'cancel', 'resume', 'models', 'ping', 'accepted');
    const frame = fc.record(
      { type: fc.oneof(known, fc.string()), id: fc.jsonValue(), stream: fc.jsonValue(), after: fc.jsonValue() },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.json(),
          frame.map((it) => JSON.stringify(it)),
        ),
        async (text) => {
          const fuzzed = await SocketClient.open(url);
          fuzzed.send(text);
          fuzzed.send({ type: 'ping', id: 'still there' });
          await fuzzed.event('pong', 'still there');
          expect(fuzzed.events.length).toBeLessThanOrEqual(2);
          await fuzzed.close();
        },
      ),
      { numRuns: 150 },
    );
  });

  it('because it is binary, no UTF-8, or one too many, closes the connection with a code', async () => {
    client.socket.send(Buffer.from('{"type":"ping"}'));
    expect(await client.closed()).toBe(1003);
    const garbled = await SocketClient.open(url);
    garbled.socket.send(Buffer.from([0xff, 0xfe]), { binary: false });
    expect(await garbled.closed()).toBe(1007);
    const flood = await SocketClient.open(url);
    for (let i = 0; i < 1000; i += 1) flood.send({ type: 'ping' });
    expect(await flood.closed()).toBe(1008);
    expect(flood.events.at(-1)).toMatchObject({ type: 'error', code: 'rate_limit_exceeded' });
    const other = await SocketClient.open(url);
    other.chat('a');
    await other.event('end');
    await other.close();
  });
});

describe('a conversation', () => {
  const roles = () => {
    const { prompt } = (kernel.calls.at(-1) as Call).request as {
      prompt: { messages: { role: string; content: object[] }[] };
    };
    return prompt.messages.map(({ role, content }) => [role, (content[0] as { text: string }).text]);
  };

  it('is kept on the server', async () => {
    client.chat('1', { conversation: 'c' });
    await client.event('end', '1');
    client.chat('2', { conversation: 'c', messages: [{ role: 'user', content: 'More' }] });
    await client.event('end', '2');
    expect(roles()).toEqual([
      ['user', 'Hi'],
      ['assistant', 'Hello'],
      ['user', 'More'],
    ]);
    client.chat('3', { conversation: 'other' });
    await client.event('end', '3');
    expect(roles()).toEqual([['user', 'Hi']]);
  });

  it('keeps what was said before a cancel, and nothing of a failure', async () => {
    kernel.answer = () => concat(of(PROMPT, delta('Hel')), NEVER);
    client.chat('1', { conversation: 'c' });
    await client.event('delta');
    client.chat('x', { conversation: 'c' });
    expect(await client.event('error', 'x')).toMatchObject({ code: 'conflict', param: 'conversation' });
    client.send({ type: 'cancel', id: '1' });
    await client.event('end', '1');
    kernel.answer = () => throwError(() => new Error('broken'));
    client.chat('2', { conversation: 'c' });
    await client.event('error', '2');
    client.chat('3', { conversation: 'c', messages: [{ role: 'user', content: 'On' }] });
    await client.event('error', '3');
    expect(roles()).toEqual([
      ['user', 'Hi'],
      ['assistant', 'Hel'],
      ['user', 'On'],
    ]);
  });

  it('has a limit', async () => {
    client.chat('1', { conversation: 'c', messages: [{ role: 'user', content: 'x'.repeat(4000) }] });
    expect(await client.event('error')).toMatchObject({ code: 'request_too_large', param: 'conversation' });
    expect(kernel.calls).toEqual([]);
  });
});

it('answers pings and lists models', async () => {
  client.send({ type: 'models', id: 'm' });
  expect(await client.event('models')).toMatchObject({ id: 'm', data: [{ id: 'tiny', state: 'loaded' }] });
  client.send({ type: 'ping' });
  expect(await client.event('pong')).toEqual({ type: 'pong' });
});

it('tells who does not ask for a WebSocket to do so', async () => {
  expect((await fetch(`${url}/v1/ws`)).status).toBe(426);
});

it('closes connections when the server goes away', async () => {
  const other = await SocketClient.open(url);
  await app.close();
  expect(await other.closed()).toBe(1001);
});
