import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import fc from 'fast-check';
import { of } from 'rxjs';
import { delta, end, FakeKernel, modelEntry, PROMPT, startEngine } from '../../engine.fixture.js';

const RESPONSES = '/v1/responses';

/** Values that fields might get: right ones, edges of ranges, wrong types, deep and odd ones. */
const anything = fc.oneof(
  fc.constantFrom(null, true, false, 0, 1, -1, 0.5, 1e308, -0, '', 'text', '1', [], {}, [[]], ['a'], [null]),
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'grapheme' }),
);
const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('\u0000', '\ud800', '__proto__', '{{ x }}'));
const id = fc.constantFrom('a', 'b', 'c');
const name = fc.constantFrom('weather', 'time', 'constructor');
const part = (type: string) =>
  fc.record({ type: fc.constantFrom(type, 'input_image', 'x'), text }, { requiredKeys: ['type'] });
const content = (type: string) => fc.oneof(text, fc.array(part(type), { maxLength: 2 }));
const item = fc.oneof(
  fc.record({ role: fc.constantFrom('user', 'system', 'developer', 'king'), content: content('input_text') }),
  fc.record({ type: fc.constant('message'), role: fc.constant('assistant'), content: content('output_text') }),
  fc.record({ type: fc.constant('function_call'), call_id: id, name, arguments: text }),
  fc.record({ type: fc.constant('function_call_output'), call_id: id, output: content('input_text') }),
  fc.record({ type: fc.constant('reasoning'), content: fc.array(part('reasoning_text'), { maxLength: 2 }) }),
  fc.record({ type: fc.constantFrom('item_reference', 'web_search_call', 'x'), id }),
);
const schema = fc.constantFrom({}, { type: 'object' }, { type: 'object', properties: { toString: {} } });

const fields = {
  model: fc.constantFrom('default', 'gpt-9', ''),
  input: fc.oneof(text, fc.array(item, { maxLength: 4 })),
  instructions: text,
  previous_response_id: fc.constantFrom('resp_x', ''),
  max_output_tokens: fc.integer({ min: -1, max: 100 }),
  temperature: fc.double({ min: -1, max: 3, noNaN: true }),
  top_p: fc.double({ min: 0, max: 1, noNaN: true }),
  top_logprobs: fc.integer({ min: 0, max: 21 }),
  include: fc.array(fc.constantFrom('message.output_text.logprobs', 'file_search_call.results', 'x'), { maxLength: 2 }),
  text: fc.record({ format: fc.record({ type: fc.constantFrom('text', 'json_schema'), name, schema }) }),
  tools: fc.array(fc.record({ type: fc.constantFrom('function', 'mcp'), name, parameters: schema }), { maxLength: 2 }),
  tool_choice: fc.oneof(
    fc.constantFrom('none', 'auto', 'required', 'x'),
    fc.record({ type: fc.constantFrom('function', 'mcp'), name }),
  ),
  parallel_tool_calls: fc.boolean(),
  reasoning: fc.record({ effort: fc.constantFrom('low', 'max', 'x') }),
  truncation: fc.constantFrom('auto', 'disabled', 'x'),
  store: fc.boolean(),
  stream: fc.boolean(),
  metadata: fc.dictionary(fc.string(), fc.string(), { maxKeys: 3 }),
};
const body = fc.record(fields, { requiredKeys: ['model'] });
const spoiled = fc
  .tuple(
    body,
    fc.dictionary(fc.constantFrom(...Object.keys(fields), 'background', 'prompt', 'x'), anything, { maxKeys: 2 }),
  )
  .map(([right, wrong]) => ({ ...right, ...wrong }));

describe('no body is a fault of the server', () => {
  let app: NestFastifyApplication;
  let url: string;

  beforeAll(async () => {
    const kernel = new FakeKernel();
    kernel.entries = [modelEntry('tiny', { aliases: ['default'] })];
    kernel.answer = () => of(PROMPT, delta('a'), end());
    ({ app, url } = await startEngine(kernel));
  });
  afterAll(() => app.close());

  async function answered(path: string, request: string): Promise<number> {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(url + path, { method: 'POST', headers, body: request });
    const answer = await response.text();
    expect(response.status).toBeLessThan(500);
    if (response.status >= 400) {
      expect(JSON.parse(answer)).toMatchObject({
        error: { message: expect.any(String), type: 'invalid_request_error' },
      });
    } else if (response.headers.get('content-type')?.startsWith('text/event-stream')) {
      expect(answer).toMatch(/event: response\.completed\ndata: .*\n\n$/);
    } else expect(JSON.parse(answer)).toHaveProperty('object');
    return response.status;
  }

  it.each([RESPONSES, `${RESPONSES}/input_tokens`])('at %s, nearly right', async (path) => {
    const statuses = new Set<number>();
    await fc.assert(
      fc.asyncProperty(fc.oneof(body, spoiled), async (request) => {
        statuses.add(await answered(path, JSON.stringify(request)));
      }),
      { numRuns: 300 },
    );
    expect(statuses).toContain(400);
  });

  it.each([RESPONSES, `${RESPONSES}/input_tokens`])('at %s, anything', async (path) => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.json(), fc.string({ unit: 'binary' })), async (request) => {
        expect(await answered(path, request)).toBe(400);
      }),
      { numRuns: 100 },
    );
  });

  it('nor is a query', async () => {
    const headers = { 'content-type': 'application/json' };
    const created = await fetch(url + RESPONSES, { method: 'POST', headers, body: '{"model":"default","input":"Hi"}' });
    const { id: known } = (await created.json()) as { id: string };
    const query = fc.dictionary(
      fc.constantFrom('limit', 'order', 'after', 'include[]', 'stream', '__proto__', 'toString'),
      fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('1', 'asc', known)),
      { maxKeys: 2 },
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('', '/input_items'), query, async (path, fields) => {
        const response = await fetch(`${url}${RESPONSES}/${known}${path}?${new URLSearchParams(fields)}`);
        await response.text();
        expect(response.status).toBeLessThan(500);
      }),
      { numRuns: 150 },
    );
  });
});
