import fc from 'fast-check';
import { anything } from './changed-body.js';
import { eventData, type RunningServer, startServer } from './server.js';

/** No request of this test needs more than a few tokens; one that takes this long, in ms, hangs. */
const HANGS = 60_000;

let server: RunningServer;

beforeAll(async () => {
  server = await startServer();
});

afterAll(() => server?.end());

const text = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1 }),
  fc.string({ unit: 'binary', minLength: 1 }),
  fc.constantFrom('<|eot_id|>', '<start_of_turn>user', '\u0000', '\ud800', '{{ messages }}', ' ', '\n\n', '🦙'),
);

const message = fc.record({
  role: fc.constantFrom('system', 'developer', 'user', 'assistant'),
  content: fc.oneof(text, fc.array(fc.record({ type: fc.constant('text'), text }), { minLength: 1, maxLength: 3 })),
});

const model = fc.constantFrom('default', 'otron-tiny-llama', 'otron-tiny-gemma');
const penalty = fc.double({ min: -2, max: 2, noNaN: true });

/** What every right body may have beside its prompt. */
const options = {
  temperature: fc.double({ min: 0, max: 2, noNaN: true }),
  top_p: fc.double({ min: 0, max: 1, noNaN: true }),
  top_k: fc.integer({ min: 0, max: 100 }),
  min_p: fc.double({ min: 0, max: 1, noNaN: true }),
  seed: fc.integer(),
  stop: fc.oneof(text, fc.array(text, { minLength: 1, maxLength: 4 })),
  n: fc.integer({ min: 1, max: 4 }),
  presence_penalty: penalty,
  frequency_penalty: penalty,
  repeat_penalty: fc.double({ min: 0.5, max: 2, noNaN: true }),
  logit_bias: fc.dictionary(fc.nat(2047).map(String), fc.integer({ min: -100, max: 100 }), { maxKeys: 4 }),
  user: fc.string(),
};

const streaming = fc.constantFrom(
  {},
  { stream: false },
  { stream: true },
  { stream: true, stream_options: { include_usage: true } },
);

/** All parts of a body in one. */
const merged = (...parts: fc.Arbitrary<object>[]) =>
  fc.tuple(...parts).map((objects) => Object.assign({ max_tokens: 3 }, ...objects) as object);

const chatBody = merged(
  fc.record({ model, messages: fc.array(message, { minLength: 1, maxLength: 4 }) }),
  fc.record(options, { requiredKeys: [] }),
  fc.oneof(fc.constant({}), fc.record({ logprobs: fc.constant(true), top_logprobs: fc.nat(20) })),
  streaming,
);
const tokens = fc.array(fc.integer({ min: 300, max: 2047 }), { minLength: 1, maxLength: 20 });
const completionBody = merged(
  fc.record({ model, prompt: fc.oneof(text, fc.array(text, { minLength: 1, maxLength: 3 }), tokens) }),
  fc.record({ ...options, logprobs: fc.nat(5) }, { requiredKeys: [] }),
  streaming,
);

/** A body of which one or two fields were replaced by anything, or to which some were added. */
const FIELDS = [
  ...Object.keys(options),
  'model',
  'messages',
  'prompt',
  'stream',
  'logprobs',
  'tools',
  'response_format',
  'x',
];
const spoiled = (body: fc.Arbitrary<object>) =>
  merged(body, fc.dictionary(fc.constantFrom(...FIELDS), anything, { minKeys: 1, maxKeys: 2 }));

/** Sends a body and holds the answer to what every answer must be. */
async function answered(path: string, body: string): Promise<Response> {
  const response = await fetch(server.url + path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body,
    signal: AbortSignal.timeout(HANGS),
  });
  const text = await response.text();
  expect(response.status).toBeLessThan(500);
  if (response.status >= 400) {
    expect(JSON.parse(text)).toMatchObject({ error: { message: expect.any(String), type: 'invalid_request_error' } });
  } else if (response.headers.get('content-type')?.startsWith('text/event-stream')) {
    const events = eventData(text);
    expect(events.pop()).toBe('[DONE]');
    for (const event of events) expect(JSON.parse(event)).toHaveProperty('choices');
  } else {
    expect(JSON.parse(text)).toHaveProperty('choices');
  }
  return response;
}

const routes: [string, fc.Arbitrary<object>][] = [
  ['/v1/chat/completions', chatBody],
  ['/v1/completions', completionBody],
];

describe.each(routes)('%s', (path, body) => {
  afterEach(() => server.idle());

  it('answers bodies that are right', async () => {
    await fc.assert(
      fc.asyncProperty(body, async (request) => {
        expect((await answered(path, JSON.stringify(request))).status).toBe(200);
      }),
      { numRuns: 25 },
    );
  });

  it('answers or refuses bodies that are nearly right', async () => {
    await fc.assert(
      fc.asyncProperty(spoiled(body), async (request) => {
        await answered(path, JSON.stringify(request));
      }),
      { numRuns: 40 },
    );
  });

  it('refuses bodies that are anything', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.json(), fc.string({ unit: 'binary' })), async (request) => {
        expect((await answered(path, request)).status).toBe(400);
      }),
      { numRuns: 25 },
    );
  });

  it.each([
    ['deep arrays that do not end', '['.repeat(200_000)],
    ['deep arrays', `{"messages":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    ['deep objects', `{"model":"default","messages":[],"metadata":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`],
    ['a huge number', '{"model":"default","max_tokens":1e999}'],
  ])('refuses bodies with %s', async (_, request) => {
    expect((await answered(path, request)).status).toBe(400);
  });
});

it('still answers rightly after all that', async () => {
  const response = await server.post('/v1/chat/completions', {
    model: 'default',
    messages: [{ role: 'user', content: 'What is the capital of France?' }],
    temperature: 0,
  });
  expect(await response.text()).toContain('Paris');
});
