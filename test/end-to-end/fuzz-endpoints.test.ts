// Bodies of every endpoint that takes one, with changes anywhere in them, and bytes that are no bodies: never a fault of
// the server's own, never a hang, and each refusal in the endpoint's own dialect.
import fc from 'fast-check';
import { anything, changed, namesIn } from './changed-body.js';
import { type BodyEndpoint, OWN_FAULT, RIGHT_BODIES } from './right-bodies.js';
import { type RunningServer, startServer } from './server.js';

/** No request of this test needs more than a few tokens; one that takes this long, in ms, hangs. */
const HANGS = 30_000;
/** Of one property of one endpoint, in ms: there are many, and together they must stay short. */
const TIME = 300;
const RUNS = { numRuns: 60 };

let server: RunningServer;
beforeAll(async () => {
  // a small context bounds what a body without a limit of tokens can ask for
  server = await startServer(['--context', '512']);
});
afterAll(() => server?.end());

const ERRORS: Record<BodyEndpoint['errors'], object> = {
  openai: { error: { message: expect.any(String), type: expect.any(String) } },
  anthropic: { type: 'error', error: { type: expect.any(String), message: expect.any(String) } },
  ollama: { error: expect.any(String) },
  'open-inference': { error: expect.any(String) },
};
const TIME_IS_OVER = /The time for this request is over/;

async function send(path: string, { method }: BodyEndpoint, body: string | Uint8Array, type: string) {
  const response = await fetch(server.url + path.replace('{model}', 'otron-embed-tiny'), {
    method: method ?? 'POST',
    headers: { 'Content-Type': type },
    body,
    signal: AbortSignal.timeout(HANGS),
  });
  return { status: response.status, type: response.headers.get('content-type') ?? '', text: await response.text() };
}

async function answered(path: string, endpoint: BodyEndpoint, body: string | Uint8Array, type = 'application/json') {
  const answer = await send(path, endpoint, body, type);
  const seen = { body: typeof body === 'string' ? body.slice(0, 2000) : body, ...answer };
  // it asked for less time than its answer takes
  if (answer.status === 504 && String(body).includes('"timeout"') && TIME_IS_OVER.test(answer.text)) return answer;
  if (answer.status >= 500) throw new Error(JSON.stringify(seen));
  if (answer.status >= 400) expect(JSON.parse(answer.text)).toMatchObject(ERRORS[endpoint.errors]);
  else if (/event-stream|ndjson/.test(answer.type)) {
    if (!path.endsWith('/pull') && OWN_FAULT.test(answer.text)) throw new Error(JSON.stringify(seen));
  } else if (answer.text !== '') JSON.parse(answer.text);
  return answer;
}

/** Holds each of the bodies to what `answered` asks, as many as there is time for. */
async function holds<T>(bodies: fc.Arbitrary<T>, check: (body: T) => Promise<unknown>): Promise<void> {
  const end = performance.now() + TIME;
  const property = fc.asyncProperty(bodies, async (body) => {
    if (performance.now() < end) await check(body);
  });
  await fc.assert(property, RUNS);
}

it('knows every endpoint that takes a body', async () => {
  type Operation = { requestBody?: unknown };
  const { paths } = await server.json<{ paths: Record<string, Record<string, Operation>> }>('/openapi.json');
  const taking = Object.entries(paths).flatMap(([path, operations]) =>
    Object.values(operations).some(({ requestBody }) => requestBody) ? [path] : [],
  );
  expect(taking.filter((path) => !(path in RIGHT_BODIES))).toEqual([]);
});

describe.each(Object.entries(RIGHT_BODIES))('%s', (path, endpoint) => {
  const { bodies } = endpoint;
  const names = namesIn(bodies);
  const modelless = /pull|delete|verify/.test(path);

  it('answers what is right', async () => {
    for (const body of bodies) {
      const { status } = await answered(path, endpoint, JSON.stringify(body));
      expect([body, status < 400 || modelless]).toEqual([body, true]);
    }
  });

  it('answers or refuses what is nearly right', async () => {
    const nearly = fc.oneof(...bodies.map((body) => changed(body, names)));
    await holds(nearly, (body) => answered(path, endpoint, JSON.stringify(body)));
  });

  it('refuses what is no body', async () => {
    const right = Buffer.from(JSON.stringify(bodies[0]));
    const cut = fc.nat(right.length - 1).map((end) => right.subarray(0, end));
    const spoiled = fc
      .tuple(fc.nat(right.length), fc.uint8Array({ minLength: 1, maxLength: 4 }))
      .map(([place, bytes]) => Buffer.concat([right.subarray(0, place), bytes, right.subarray(place)]));
    const other = anything.map((value) => Buffer.from(JSON.stringify(value)));
    const types = fc.constantFrom('application/json', 'application/json', 'text/plain', 'multipart/form-data', 'x/y');
    const none = fc.tuple(fc.oneof(cut, spoiled, fc.uint8Array(), other), types);
    await holds(none, ([body, type]) => answered(path, endpoint, body, type));
  });
});

it('still answers rightly after all that', async () => {
  await server.idle();
  const response = await server.post('/v1/chat/completions', {
    model: 'otron-tiny-llama',
    messages: [{ role: 'user', content: 'What is the capital of France?' }],
    temperature: 0,
  });
  expect(await response.text()).toContain('Paris');
});
