// Long because it shows in each API and in both shapes that time that is over ends a request, and nothing else.
import { SocketClient } from '../../libs/inference/src/gateway/socket-client.fixture.js';
import { MANY_TEXTS } from './effect-makers.js';
import { ENDLESS, type RunningServer, startServer } from './server.js';
import { type Fleet, SHAPES, startShape } from './shapes.js';

/** A form that takes most of a context to fill. */
const SEVENS = { type: 'array', items: { enum: [7] }, minItems: 900, maxItems: 900 };
const { messages, logit_bias } = ENDLESS;
const model = 'default';
/** One that takes all slots, for as long as the others need to be refused. */
const ALL_SLOTS = { ...ENDLESS, max_tokens: 400 };
const vectors = { model, input: MANY_TEXTS };

/** Requests for answers that take seconds. */
const LONG_ANSWERS: [path: string, body: object][] = [
  ['/v1/chat/completions', ENDLESS],
  ['/v1/completions', { model, prompt: ['Go', 'on.'], logit_bias }],
  ['/v1/responses', { model, input: 'Go on.', logit_bias }],
  [
    '/v1/messages',
    { model, messages, max_tokens: 2000, output_config: { format: { type: 'json_schema', schema: SEVENS } } },
  ],
  ['/api/chat', { model, messages, format: SEVENS, stream: false }],
  ['/api/generate', { model, prompt: 'Go on.', format: SEVENS, stream: false }],
];

const VECTORS: [path: string, body: object][] = [
  ['/v1/embeddings', vectors],
  ['/api/embed', vectors],
  ['/v1/rerank', { model, query: 'The sea', documents: MANY_TEXTS }],
];

const OVER = 'The time for this request is over';
/** What each API says at the end of an answer that is complete. */
const COMPLETE = /\[DONE\]|message_stop|response\.completed|"done":true/;

describe.each(SHAPES)('%s', (shape) => {
  let fleet: Fleet;
  let server: RunningServer;

  beforeAll(async () => {
    fleet = await startShape(shape);
    server = fleet.server;
  });

  afterAll(() => fleet?.end());

  it.each(LONG_ANSWERS)('%s: a whole answer that is not there in time is a 504', async (path, body) => {
    const response = await server.post(path, { ...body, timeout: 0.1 });
    expect([response.status, await response.text()]).toEqual([504, expect.stringContaining(OVER)]);
    await server.idle();
  });

  it.each(LONG_ANSWERS)('%s: a stream that is not complete in time ends with an error', async (path, body) => {
    // on a busy machine the first word may need longer
    for (let timeout = 0.1; timeout < 60; timeout *= 2) {
      const response = await server.post(path, { ...body, stream: true, timeout });
      const text = await response.text();
      expect(text).toContain(OVER);
      expect(text).not.toMatch(COMPLETE);
      await server.idle();
      if (response.status === 200) return expect(text.trim().split('\n').length).toBeGreaterThan(1);
      expect(response.status).toBe(504);
    }
    throw new Error('No stream began.');
  });

  it.each(VECTORS)('%s: vectors that are not there in time are a 504', async (path, body) => {
    const response = await server.post(path, { ...body, timeout: 0.001 });
    expect([response.status, await response.text()]).toEqual([504, expect.stringContaining(OVER)]);
  });

  it('refuses who has waited for as long as it may, and answers the one that runs to its end', async () => {
    const running = server.post('/v1/chat/completions', ALL_SLOTS);
    await server.until(async () => (await server.slots()).running === 1);
    const waiting = LONG_ANSWERS.flatMap(([path, body]) =>
      [false, true].map(async (stream) => {
        const response = await server.post(path, { ...body, stream, queue_timeout: 0.1 });
        const text = await response.text();
        return [path, response.status, response.headers.get('retry-after'), text.includes('queue_timeout')];
      }),
    );
    const refusals = LONG_ANSWERS.flatMap(([path]) => Array(2).fill([path, 429, '1', true]));
    expect(await Promise.all(waiting)).toEqual(refusals);
    expect((await server.slots()).running).toBe(1);
    const { choices } = (await (await running).json()) as { choices: { finish_reason: string }[] };
    expect(choices.map(({ finish_reason }) => finish_reason)).toEqual(Array(ENDLESS.n).fill('length'));
  });

  it('does the same over a WebSocket', async () => {
    const client = await SocketClient.open(server.url);
    client.chat('late', { ...ENDLESS, timeout: 0.1 });
    expect(await client.event('error', 'late')).toMatchObject({ code: 'timeout' });
    await server.idle();
    client.chat('running', ALL_SLOTS);
    await server.until(async () => (await server.slots()).running === 1);
    client.chat('waiting', { queue_timeout: 0.1 });
    expect(await client.event('error', 'waiting')).toMatchObject({ code: 'overloaded', retry_after: 1 });
    expect(client.of('running').some(({ type }) => type === 'end')).toBe(false);
    await client.event('end', 'running');
    client.chat('bad', { timeout: 0 });
    expect(await client.event('error', 'bad')).toMatchObject({ param: 'timeout' });
    await client.close();
  });
});

it('has limits of its own, below which a request may stay', async () => {
  const server = await startServer(['--request-timeout', '1', '--queue-timeout', '1', '--parallel', '1']);
  try {
    const forever = { ...ENDLESS, n: 1, context_overflow: 'shift', max_tokens: 1_000_000 };
    const ask = async (more: object) => (await server.post('/v1/chat/completions', { ...forever, ...more })).status;
    expect([await ask({}), await ask({ timeout: 3600 }), await ask({ timeout: 0.1 })]).toEqual([504, 504, 504]);
    const running = ask({});
    await server.until(async () => (await server.slots()).running === 1);
    expect(await ask({ queue_timeout: 0.1 })).toBe(429);
    expect(await running).toBe(504);
    await server.idle();
  } finally {
    await server.end();
  }
});

it('lets a response in the background fail', async () => {
  const server = await startServer();
  try {
    const body = { model, input: 'Go on.', logit_bias, background: true, timeout: 0.1 };
    const { id } = (await (await server.post('/v1/responses', body)).json()) as { id: string };
    const shown = () => server.json<{ status: string }>(`/v1/responses/${id}`);
    await server.until(async () => (await shown()).status === 'failed');
    await server.idle();
  } finally {
    await server.end();
  }
});
