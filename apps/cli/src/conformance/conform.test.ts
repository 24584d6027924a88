import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { conform, PROBE_COUNT, type Verdict } from './conform.js';
import { conformanceMarkdown, tally } from './conformance-markdown.js';

let server: Server | undefined;
afterEach(() => server?.close());

/** What `conform` finds of a server that answers everything so. */
async function verdictsOf(answer: (path: string) => { status: number; body: object }): Promise<Verdict[]> {
  server = createServer((request, response) => {
    const { status, body } = answer(request.url ?? '');
    request.resume().on('end', () => {
      response.writeHead(status, { 'Content-Type': 'application/json', Connection: 'close' });
      response.end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const verdicts: Verdict[] = [];
  for await (const verdict of conform({ baseUrl, model: 'm', embeddingModel: 'e' })) verdicts.push(verdict);
  return verdicts;
}

const usage = { prompt_tokens: 5, completion_tokens: 9, total_tokens: 14, input_tokens: 5, output_tokens: 9 };
const said = 'It says the same, whatever it is asked.';
const choices = [{ index: 0, text: said, message: { role: 'assistant', content: said }, finish_reason: 'stop' }];
const output = [{ type: 'message', content: [{ type: 'output_text', text: said }] }];

it('finds a server out that takes every parameter and heeds none', async () => {
  const verdicts = await verdictsOf(() => ({ status: 200, body: { id: 'x', choices, output, usage, data: [] } }));
  expect(verdicts).toHaveLength(PROBE_COUNT);
  const passed = verdicts.filter(({ result }) => result === 'pass').map((it) => `${it.endpoint} ${it.parameter}`);
  expect(passed).toEqual([
    '/v1/chat/completions messages',
    '/v1/chat/completions messages.content',
    // the same text is what these promise
    '/v1/chat/completions tool_choice: none',
    '/v1/chat/completions user',
    '/v1/completions prompt',
    '/v1/responses input',
    '/v1/embeddings usage',
  ]);
});

it('tells a refusal, with the field that it names, from a server that breaks', async () => {
  const [refused] = await verdictsOf(() => ({ status: 400, body: { error: { message: 'no', param: 'model' } } }));
  expect(refused).toMatchObject({ result: 'refused', note: 'status 400, which names model' });
  server?.close();
  const [broken] = await verdictsOf(() => ({ status: 500, body: {} }));
  expect(broken).toMatchObject({ result: 'fail', note: 'status 500' });
});

it('makes a page with the date in one line', () => {
  const verdict = {
    endpoint: '/v1/x',
    parameter: 'n',
    promise: 'counts',
    result: 'refused',
    note: 'status 400',
  } as const;
  const page = conformanceMarkdown([verdict], { url: 'http://x', date: '2026-01-02T03:04:05Z' });
  expect(page).toContain('Tested on 2026-01-02 at http://x.');
  expect(page).toContain('| `/v1/x` | `n` | counts | refused: status 400 |');
  expect(tally([verdict])).toBe('0 pass, 1 refused, 0 fail.');
});
