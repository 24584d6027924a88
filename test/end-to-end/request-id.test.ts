import { type RunningServer, startServer } from './server.js';

const QUESTION = [{ role: 'user', content: 'What is the capital of France?' }];

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.end());

/** Sends a request with an id, or without one; the id of its answer and of its log line must be the same. */
async function idOf(path: string, body: object, id?: string): Promise<string> {
  const response = await server.post(path, body, { headers: id === undefined ? {} : { 'X-Request-Id': id } });
  await response.text();
  const answered = response.headers.get('x-request-id') ?? '';
  const lines = () => server.log().filter(({ requestId, msg }) => requestId === answered && msg === 'request');
  await server.until(() => lines().length > 0, `a log line of ${answered}`);
  expect(lines()).toEqual([expect.objectContaining({ path, status: response.status })]);
  return answered;
}

describe.each<[string, object]>([
  ['/v1/chat/completions', { model: 'default', messages: QUESTION, max_tokens: 2 }],
  ['/v1/chat/completions', { model: 'default', messages: QUESTION, max_tokens: 2, stream: true }],
  ['/v1/completions', { model: 'default', prompt: 'Once', max_tokens: 2 }],
  ['/v1/responses', { model: 'default', input: 'Hi', max_output_tokens: 2, stream: true }],
  ['/v1/messages', { model: 'default', messages: QUESTION, max_tokens: 2 }],
  ['/api/chat', { model: 'default', messages: QUESTION, options: { num_predict: 2 } }],
  ['/v1/embeddings', { model: 'default', input: 'Bread.' }],
  ['/tokenize', { model: 'default', content: 'Bread.' }],
  ['/v1/chat/completions', { model: 'gpt', messages: QUESTION }],
  ['/v1/messages', { model: 'default' }],
  ['/no/such/path', {}],
])('%s with %j', (path, body) => {
  it('takes the id of the client, in the answer and in the log', async () => {
    const id = `trace-${Math.random().toString(16).slice(2)}:1.2`;
    expect(await idOf(path, body, id)).toBe(id);
  });

  it('makes one where there is none, or none that a log could hold', async () => {
    const made = [await idOf(path, body), await idOf(path, body, 'two words'), await idOf(path, body, 'x'.repeat(200))];
    for (const id of made) expect(id).toMatch(/^req_[\da-f-]{36}$/);
    expect(new Set(made).size).toBe(3);
  });
});

it('gives the same id to what is logged on the way', async () => {
  const id = `user-trace-${Date.now()}`;
  await idOf('/v1/chat/completions', { model: 'default', messages: QUESTION, max_tokens: 2, user: 'anna' }, id);
  expect(server.log()).toContainEqual(expect.objectContaining({ requestId: id, user: 'anna' }));
});
