import fc from 'fast-check';
import { eventData, type RunningServer, startServer } from './server.js';

/** No request of this test needs more than a few tokens; one that takes this long, in ms, hangs. */
const HANGS = 60_000;

let server: RunningServer;

beforeAll(async () => {
  server = await startServer();
});

afterAll(() => server?.end());

/** Values that fields might get: right ones, edges of ranges, wrong types, deep and odd ones. */
const anything = fc.oneof(
  fc.constantFrom(
    null,
    true,
    false,
    0,
    1,
    2,
    -1,
    0.5,
    1e308,
    -0,
    2 ** 31,
    '',
    'text',
    '1',
    [],
    {},
    [[]],
    ['a'],
    [null],
  ),
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'grapheme' }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
);

const content = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('<|eot_id|>', '<end_of_turn>', '\u0000', '\ud800', '{{ messages }}'),
  fc.array(fc.record({ type: fc.constantFrom('text', 'image_url'), text: fc.string() }, { requiredKeys: ['type'] }), {
    maxLength: 3,
  }),
);

const message = fc.record(
  { role: fc.constantFrom('system', 'developer', 'user', 'assistant', 'tool', 'king'), content, name: fc.string() },
  { requiredKeys: ['role', 'content'] },
);

/** Fields of both routes with values that are mostly right. */
const fields = {
  model: fc.constantFrom('default', 'otron-tiny-llama', 'otron-tiny-gemma', 'otron-embed-tiny', 'gpt-9', ''),
  stream: fc.boolean(),
  stream_options: fc.record({ include_usage: fc.boolean() }),
  temperature: fc.double({ min: 0, max: 2, noNaN: true }),
  top_p: fc.double({ min: 0, max: 1, noNaN: true }),
  top_k: fc.integer({ min: 0, max: 100 }),
  min_p: fc.double({ min: 0, max: 1, noNaN: true }),
  seed: fc.integer(),
  stop: fc.oneof(fc.string({ minLength: 1 }), fc.array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 4 })),
  n: fc.integer({ min: 1, max: 4 }),
  presence_penalty: fc.double({ min: -2, max: 2, noNaN: true }),
  frequency_penalty: fc.double({ min: -2, max: 2, noNaN: true }),
  repeat_penalty: fc.double({ min: 0.5, max: 2, noNaN: true }),
  logit_bias: fc.dictionary(fc.nat(3000).map(String), fc.integer({ min: -100, max: 100 }), { maxKeys: 4 }),
  user: fc.string(),
  metadata: fc.dictionary(fc.string(), fc.string(), { maxKeys: 3 }),
};

const chatBody = fc.record(
  { ...fields, messages: fc.array(message, { maxLength: 4 }), logprobs: fc.boolean(), top_logprobs: fc.nat(20) },
  { requiredKeys: ['model', 'messages'] },
);
const completionBody = fc.record(
  {
    ...fields,
    prompt: fc.oneof(fc.string(), fc.array(fc.string(), { maxLength: 3 }), fc.array(fc.nat(3000), { maxLength: 20 })),
    logprobs: fc.nat(5),
    echo: fc.boolean(),
    suffix: fc.string(),
    best_of: fc.integer({ min: 1, max: 4 }),
  },
  { requiredKeys: ['model', 'prompt'] },
);

/** A body of which some fields were replaced by anything, and to which some were added. */
const spoiled = (body: fc.Arbitrary<object>) =>
  fc
    .tuple(
      body,
      fc.dictionary(
        fc.constantFrom(...Object.keys(fields), 'messages', 'prompt', 'logprobs', 'tools', 'response_format', 'x'),
        anything,
        { maxKeys: 2 },
      ),
    )
    .map(([right, wrong]) => ({ max_tokens: 3, ...right, ...wrong }));

/** Sends a body and holds the answer to what every answer must be. */
async function answered(path: string, body: string): Promise<void> {
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
}

const routes: [string, fc.Arbitrary<object>][] = [
  ['/v1/chat/completions', chatBody],
  ['/v1/completions', completionBody],
];

describe.each(routes)('%s', (path, body) => {
  afterEach(() => server.idle());

  it('answers or refuses bodies that are nearly right', async () => {
    await fc.assert(
      fc.asyncProperty(spoiled(body), (request) => answered(path, JSON.stringify(request))),
      { numRuns: 150 },
    );
  });

  it('refuses bodies that are anything', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.json(), fc.string({ unit: 'binary' })), (text) => answered(path, text)),
      { numRuns: 100 },
    );
  });

  it.each([
    ['arrays', '['.repeat(200_000)],
    ['whole arrays', `{"messages":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    [
      'objects in a field',
      `{"model":"default","messages":[],"metadata":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`,
    ],
    ['a huge number', '{"model":"default","max_tokens":1e999}'],
  ])('refuses bodies with deep or odd %s', async (_, text) => {
    await answered(path, text);
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
