// Long because one server, and each of its answers.
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { fromAbortable, type GenerationEvent, PluginError } from '@predict-otron/plugin-sdk';
import { concat, NEVER, of, throwError } from 'rxjs';
import { delta, end, FakeKernel, modelEntry, openPost, PROMPT, startEngine, until } from '../engine.fixture.js';

const CHAT = '/v1/chat/completions';
const HI = { model: 'default', messages: [{ role: 'user', content: 'Hi' }] };

describe('POST /v1/chat/completions', () => {
  let kernel: FakeKernel;
  let app: NestFastifyApplication;
  let port: number;
  let url: string;

  beforeAll(async () => {
    kernel = new FakeKernel();
    ({ app, port, url } = await startEngine(kernel));
  });
  beforeEach(() => {
    kernel.calls.length = 0;
    kernel.entries = [
      modelEntry('tiny', { aliases: ['default'], isDefault: true }),
      modelEntry('embed', { kind: 'embedding' }),
    ];
  });
  afterEach(() => until(() => kernel.running === 0));
  afterAll(() => app.close());

  const post = (body: unknown) =>
    fetch(url + CHAT, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const dataOf = (stream: string) =>
    stream
      .split('\n\n')
      .filter((event) => event.startsWith('data: {'))
      .map((event) => JSON.parse(event.slice('data: '.length)));

  it('answers whole', async () => {
    kernel.answer = () => of<GenerationEvent[]>(PROMPT, delta('Zü'), delta('rich 🦉'), end());
    const response = await post({ ...HI, metadata: { a: 'b' } });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(await response.json()).toEqual({
      id: expect.stringMatching(/^chatcmpl-/),
      object: 'chat.completion',
      created: expect.any(Number),
      model: 'tiny',
      system_fingerprint: expect.stringMatching(/^fp_/),
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: 'Zürich 🦉', refusal: null },
          logprobs: null,
          finish_reason: 'stop',
        },
      ],
      usage: {
        prompt_tokens: 5,
        completion_tokens: 3,
        total_tokens: 8,
        prompt_tokens_details: { cached_tokens: 2 },
        completion_tokens_details: { reasoning_tokens: 0 },
      },
      metadata: { a: 'b' },
    });
    expect(kernel.calls).toMatchObject([{ model: 'tiny', requestId: expect.any(String), reader: undefined }]);
    expect(kernel.calls[0]?.request.prompt).toEqual({
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }],
    });
  });

  it('answers as a stream that nothing in between holds back, with the headers that were set before', async () => {
    kernel.answer = () => of<GenerationEvent[]>(PROMPT, delta('Zü'), delta('rich 🦉'), end());
    const response = await post({ ...HI, stream: true, stream_options: { include_usage: true } });
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
      'x-request-id': 'req-raw',
      'access-control-allow-origin': '*',
      'x-ratelimit-remaining': '7',
    });
    const text = await response.text();
    expect(text).toMatch(/\n\ndata: \[DONE\]\n\n$/);
    const chunks = dataOf(text);
    expect(chunks.map(({ choices }) => choices[0]?.delta.content)).toEqual(['', 'Zü', 'rich 🦉', undefined, undefined]);
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: 8 } });
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
  });

  it.each([true, false])('answers an error before the first token with its status (stream: %s)', async (stream) => {
    const error = new PluginError('OVERLOADED', 'Too many wait.', { retryAfterSeconds: 3 });
    kernel.answer = () =>
      concat(
        of<GenerationEvent>({ type: 'queued', position: 9 }),
        throwError(() => error),
      );
    const response = await post({ ...HI, stream });
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '3']);
    expect(await response.json()).toMatchObject({ error: { message: 'Too many wait.', code: 'overloaded' } });
  });

  it('ends a stream that fails with the error, without [DONE], and closes the connection', async () => {
    const error = new PluginError('ENGINE_CRASHED', 'The engine stopped.');
    kernel.answer = () =>
      concat(
        of(PROMPT, delta('Hel')),
        throwError(() => error),
      );
    const { closed, received } = openPost(port, CHAT, { ...HI, stream: true });
    await closed;
    expect(received()).toContain('"content":"Hel"');
    expect(received()).toContain('data: {"error":{"message":"The engine stopped.","type":"server_error"');
    expect(received()).not.toContain('[DONE]');
    expect(received()).toMatch(/\r\n0\r\n\r\n$/);
  });

  it('answers a failure in the middle of a whole answer with its status', async () => {
    kernel.answer = () =>
      concat(
        of(PROMPT, delta('Hel')),
        throwError(() => new TypeError('secret')),
      );
    const response = await post(HI);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toMatch(/secret|Hel/);
  });

  it.each([true, false])('does not pass over an answer that was lost (stream: %s)', async (stream) => {
    kernel.answer = () => of(PROMPT, delta('Hel'));
    const text = await (await post({ ...HI, stream })).text();
    expect(text).toContain('internal_error');
    expect(text).not.toContain('[DONE]');
  });

  it.each<[string, unknown, number, string | null]>([
    ['no object', [], 400, null],
    ['nothing', '', 400, null],
    ['bad JSON', '{"model":', 400, null],
    ['a bad field', { ...HI, temperature: 'hot' }, 400, 'temperature'],
    ['an unknown field', { ...HI, temp: 1 }, 400, 'temp'],
    ['what is not built yet', { ...HI, store: true }, 400, 'store'],
    [
      'a function that is not among the tools',
      { ...HI, tool_choice: { type: 'function', function: { name: 'f' } } },
      400,
      'tool_choice',
    ],
    [
      'a schema that is none',
      { ...HI, response_format: { type: 'json_schema', json_schema: { name: 'a', schema: 5 } } },
      400,
      'response_format.json_schema.schema',
    ],
    ['an unknown model', { ...HI, model: 'gpt' }, 404, 'model'],
    ['a model of another kind', { ...HI, model: 'embed' }, 404, 'model'],
  ])('refuses %s', async (_, body, status, param) => {
    const response = await post(body);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { param, type: 'invalid_request_error' } });
    expect(kernel.calls).toEqual([]);
  });

  it.each([
    ['before the first token', true, NEVER, ''],
    ['in the queue', true, concat(of<GenerationEvent>({ type: 'queued', position: 2 }), NEVER), ''],
    ['in the middle', true, concat(of(PROMPT, delta('Hel')), NEVER), 'Hel'],
    ['before a whole answer', false, concat(of(PROMPT, delta('Hel')), NEVER), ''],
  ])('ends the generation when the client leaves %s', async (_, stream, events, seen) => {
    kernel.answer = () => events;
    const { socket, received } = openPost(port, CHAT, { ...HI, stream });
    await until(() => kernel.running === 1 && received().includes(seen));
    socket.destroy();
    await until(() => kernel.running === 0);
    expect(kernel.calls).toHaveLength(1);
  });

  it('ends the generation when the client closes its half of the connection', async () => {
    kernel.answer = () => concat(of(PROMPT), NEVER);
    const { socket, closed } = openPost(port, CHAT, { ...HI, stream: true });
    await until(() => kernel.running === 1);
    socket.end();
    await closed;
    await until(() => kernel.running === 0);
  });

  it('ends a generation whose answer waits behind another one on the same connection', async () => {
    kernel.answer = () => concat(of(PROMPT), NEVER);
    const { socket } = openPost(port, CHAT, { ...HI, stream: true });
    const text = JSON.stringify(HI);
    const head = `POST ${CHAT} HTTP/1.1\r\nHost: test\r\nContent-Type: application/json`;
    socket.write(`${head}\r\nContent-Length: ${text.length}\r\n\r\n${text}`);
    await until(() => kernel.running === 2);
    socket.destroy();
    await until(() => kernel.running === 0);
  });

  it('slows the generation of a slow reader, and of nobody else', async () => {
    const piece = 'x'.repeat(64 * 1024);
    let produced = 0;
    let waits = false;
    kernel.answer = ({ reader, request }) => {
      if (request.maxTokens === 1) return of(PROMPT, delta('quick'), end());
      const ready = async () => {
        const readable = Promise.resolve(reader?.ready?.());
        waits = true;
        void readable.then(() => {
          waits = false;
        });
        await readable;
        // a model takes its time; without it nothing else would get a turn
        await new Promise((resolve) => setImmediate(resolve));
      };
      return fromAbortable(
        async function* () {
          yield PROMPT;
          for (;;) {
            produced += 1;
            yield delta(piece);
          }
        },
        { ready },
      );
    };
    const { socket, received } = openPost(port, CHAT, { ...HI, stream: true });
    await until(() => received() !== '');
    socket.pause();
    // the connection is full when a hundred turns of the event loop bring nothing new
    const standsStill = async () => {
      const before = produced;
      for (let turn = 0; turn < 100; turn++) await new Promise((resolve) => setImmediate(resolve));
      return waits && produced === before;
    };
    while (!(await standsStill()));
    const full = produced;
    expect(await (await post({ ...HI, max_tokens: 1 })).text()).toContain('quick');
    expect(produced).toBe(full);
    socket.resume();
    await until(() => produced > full + 100);
    socket.destroy();
    await until(() => kernel.running === 0);
  });

  it('answers many clients at once and mixes nothing up', async () => {
    kernel.answer = ({ request }) =>
      fromAbortable(async function* () {
        const { messages } = request.prompt as { messages: { content: { text: string }[] }[] };
        yield PROMPT;
        for (const letter of messages[0]?.content[0]?.text ?? '') {
          await new Promise((resolve) => setImmediate(resolve));
          yield delta(letter);
        }
        yield end();
      });
    const texts = Array.from({ length: 32 }, (_, client) => `client ${client} says ${'🦉'.repeat(client)}`);
    const answers = await Promise.all(
      texts.map(async (content, client) => {
        const body = { model: 'default', messages: [{ role: 'user', content }], stream: client % 2 === 0 };
        const text = await (await post(body)).text();
        if (!body.stream) return JSON.parse(text).choices[0].message.content;
        return dataOf(text)
          .map(({ choices }) => choices[0].delta.content ?? '')
          .join('');
      }),
    );
    expect(answers).toEqual(texts);
  });
});

describe('a silent stream', () => {
  it('gets comments, after which an error can only be an event', async () => {
    const kernel = new FakeKernel();
    kernel.entries = [modelEntry('tiny', { aliases: ['default'] })];
    let fail: (() => void) | undefined;
    const failure = new Promise<never>((_, reject) => {
      fail = () => reject(new PluginError('CONTEXT_OVERFLOW', 'Too long.', { promptTokens: 9, contextTokens: 8 }));
    });
    kernel.answer = () => concat(of<GenerationEvent>({ type: 'queued', position: 2 }), failure);
    const { app, port } = await startEngine(kernel, { keepAliveMs: 2 });
    const { closed, received } = openPost(port, CHAT, { ...HI, stream: true });
    await until(() => received().split(': queued, place 2\n\n').length > 3);
    fail?.();
    await closed;
    expect(received()).toMatch(/^HTTP\/1.1 200 OK\r\n/);
    expect(received()).toContain('"code":"context_length_exceeded"');
    await app.close();
  });
});
