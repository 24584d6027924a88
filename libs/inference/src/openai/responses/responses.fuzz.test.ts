import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import fc from 'fast-check';
import { of } from 'rxjs';
import { delta, end, FakeKernel, modelEntry, PROMPT, startEngine } from '../../engine.fixture.js';

const RESPONSES = '/v1/responses';

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('\u0000', '\ud800', '\u2028', '__proto__', '{{ x }}'),
);
const content = (type: string) =>
  fc.oneof(text, fc.array(fc.record({ type: fc.constant(type), text }), { minLength: 1, maxLength: 2 }));
const name = fc.constantFrom('weather', 'time', 'constructor');

/** What may follow one another in a conversation; a call has its output behind it. */
const turn = fc.oneof(
  fc.tuple(fc.record({ role: fc.constantFrom('user', 'system', 'developer'), content: content('input_text') })),
  fc.tuple(
    fc.record({ type: fc.constant('message'), role: fc.constant('assistant'), content: content('output_text') }),
  ),
  fc.tuple(fc.record({ type: fc.constant('reasoning'), summary: fc.constant([]) })),
  fc.tuple(
    fc.record({ type: fc.constant('function_call'), call_id: fc.constant('call_1'), name, arguments: text }),
    fc.record({
      type: fc.constant('function_call_output'),
      call_id: fc.constant('call_1'),
      output: content('input_text'),
    }),
  ),
);
const schema = fc.constantFrom({}, { type: 'object' }, { type: 'object', properties: { toString: {} } });
const format = fc.oneof(
  fc.record({ type: fc.constantFrom('text', 'json_object') }),
  fc.record({ type: fc.constant('json_schema'), name, schema }),
);

/** Right values of the fields of both routes. */
const promptFields = {
  model: fc.constantFrom('default', 'tiny'),
  input: fc.oneof(
    text,
    fc.array(turn, { minLength: 1, maxLength: 4 }).map((turns): object[] => turns.flat()),
  ),
  instructions: text,
  text: fc.record({ format }),
  tools: fc.uniqueArray(fc.record({ type: fc.constant('function'), name, parameters: schema }), {
    maxLength: 2,
    selector: (tool) => tool.name,
  }),
  tool_choice: fc.constantFrom('none', 'auto'),
  parallel_tool_calls: fc.boolean(),
  truncation: fc.constantFrom('auto', 'disabled'),
};
const responseFields = {
  ...promptFields,
  max_output_tokens: fc.integer({ min: 1, max: 100 }),
  temperature: fc.double({ min: 0, max: 2, noNaN: true }),
  top_p: fc.double({ min: 0, max: 1, noNaN: true }),
  seed: fc.integer(),
  include: fc.constantFrom([], ['message.output_text.logprobs']),
  reasoning: fc.record({ effort: fc.constantFrom('low', null) }),
  store: fc.boolean(),
  stream: fc.boolean(),
  // a name that every object has, such as toString, is refused
  metadata: fc.dictionary(
    fc.string({ maxLength: 9 }).filter((key) => !(key in Object.prototype)),
    text,
    { maxKeys: 3 },
  ),
};
const requiredKeys: ('model' | 'input')[] = ['model', 'input'];
const ROUTES: [string, fc.Arbitrary<object>][] = [
  [RESPONSES, fc.record(responseFields, { requiredKeys })],
  [`${RESPONSES}/input_tokens`, fc.record(promptFields, { requiredKeys })],
];

/** Values that fields might get: edges of ranges, wrong types, deep and odd ones. */
const anything = fc.oneof(
  fc.constantFrom(null, true, false, 0, 1, -1, 0.5, 1e308, -0, '', 'text', '1', [], {}, [[]], ['a'], [null]),
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'grapheme' }),
);
const anyItem = fc.record(
  {
    type: fc.constantFrom('message', 'function_call', 'function_call_output', 'reasoning', 'item_reference', 'x', null),
    role: fc.constantFrom('user', 'assistant', 'tool', 1),
    content: anything,
    call_id: anything,
    output: anything,
    id: anything,
  },
  { requiredKeys: [] },
);

/** A body of which some fields were replaced by anything, and to which some were added. */
const spoiled = (body: fc.Arbitrary<object>) =>
  fc
    .tuple(
      body,
      fc.dictionary(
        fc.constantFrom(...Object.keys(responseFields), 'previous_response_id', 'top_logprobs', 'background', 'x'),
        fc.oneof(anything, fc.array(anyItem, { maxLength: 3 })),
        { minKeys: 1, maxKeys: 2 },
      ),
    )
    .map(([right, wrong]) => ({ ...right, ...wrong }));

describe('what clients may send', () => {
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

  describe.each(ROUTES)('%s', (path, body) => {
    it('answers bodies that are right', async () => {
      await fc.assert(
        fc.asyncProperty(body, async (request) => {
          expect(await answered(path, JSON.stringify(request))).toBe(200);
        }),
        { numRuns: 150 },
      );
    });

    it('answers or refuses bodies that are nearly right', async () => {
      await fc.assert(
        fc.asyncProperty(spoiled(body), async (request) => {
          await answered(path, JSON.stringify(request));
        }),
        { numRuns: 200 },
      );
    });

    it('refuses bodies that are anything', async () => {
      await fc.assert(
        fc.asyncProperty(fc.oneof(fc.json(), fc.string({ unit: 'binary' })), async (request) => {
          expect(await answered(path, request)).toBe(400);
        }),
        { numRuns: 100 },
      );
    });
  });

  it('answers or refuses any query', async () => {
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
