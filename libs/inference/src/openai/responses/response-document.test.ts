import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { InputTokensRequest, ResponseRequest, validateRequest } from '@predict-otron/dialects';
import { type GenerationEvent, type LogProbability, PluginError } from '@predict-otron/plugin-sdk';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { concat, of, throwError } from 'rxjs';
import { delta, end, FakeKernel, modelEntry, PROMPT, startEngine } from '../../engine.fixture.js';
import { INPUT_TOKENS_EXAMPLES, RESPONSE_EXAMPLES } from './response-examples.js';

const RESPONSES = '/v1/responses';
const logprob = { token: 1, text: 'a', bytes: [97], logprob: -1 };
const logprobs: LogProbability[] = [{ ...logprob, top: [logprob] }];
const EVENTS: GenerationEvent[] = [
  { ...PROMPT, droppedTokens: 1 } as GenerationEvent,
  { type: 'warning', code: 'odd', message: 'Odd.' },
  { type: 'delta', index: 0, kind: 'reasoning', text: 'Hm.', tokens: 1 },
  { type: 'delta', index: 0, kind: 'text', text: 'a', tokens: 1, logprobs },
  { type: 'delta', index: 0, kind: 'tool-call', call: 0, id: 'call_1', name: 'f', argumentsDelta: '{}', tokens: 1 },
  end(),
];
const FULL = {
  model: 'default',
  input: [
    { role: 'user', content: 'Hi' },
    { type: 'function_call', call_id: 'call_0', name: 'f', arguments: '{}' },
    { type: 'function_call_output', call_id: 'call_0', output: '1' },
    { type: 'reasoning', summary: [{ type: 'summary_text', text: 'Short.' }] },
    { role: 'assistant', content: [{ type: 'output_text', text: 'Ho' }] },
  ],
  instructions: 'Be brief.',
  tools: [{ type: 'function', name: 'f', parameters: { type: 'object' } }],
  tool_choice: { type: 'function', name: 'f' },
  text: { format: { type: 'json_schema', name: 'n', schema: { type: 'object' } } },
  reasoning: { effort: 'low' },
  metadata: { a: 'b' },
  user: 'someone',
  max_output_tokens: 5,
};

describe('the API document of responses', () => {
  let kernel: FakeKernel;
  let app: NestFastifyApplication;
  let url: string;
  let document: OpenAPIObject;
  let ajv: Ajv2020;

  beforeAll(async () => {
    kernel = new FakeKernel();
    kernel.entries = [modelEntry('tiny', { aliases: ['default'] })];
    ({ app, url } = await startEngine(kernel));
    document = SwaggerModule.createDocument(app, new DocumentBuilder().setOpenAPIVersion('3.1.0').build());
    // fields that the document does not know must not go unnoticed
    for (const schema of Object.values(document.components?.schemas ?? {})) {
      Object.assign(schema, { additionalProperties: false });
    }
    ajv = new Ajv2020({ strict: false });
    ajv.addSchema(document, 'api');
  });
  beforeEach(() => {
    kernel.answer = () => of(...EVENTS);
  });
  afterAll(() => app.close());

  async function ask(method: string, path: string, body?: object): Promise<Response> {
    return fetch(url + RESPONSES + path, {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
  }

  /** What is wrong with a value by a place in the document. */
  function faults(place: string, value: unknown): unknown {
    return ajv.validate({ $ref: `api#/${place}` }, value) ? [] : ajv.errors;
  }

  /** The place of what a route promises. */
  function promise(method: string, path: string, status = 200, type = 'application/json'): string {
    const escaped = [path, method, 'responses', String(status), 'content', type, 'schema'].map((key) =>
      encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1')),
    );
    return ['paths', ...escaped].join('/');
  }

  it('has every route with its answers', () => {
    const answers = Object.entries(document.paths)
      .filter(([path]) => path.startsWith(RESPONSES))
      .flatMap(([path, operations]) =>
        Object.entries(operations).map(([method, { summary, responses }]) => {
          expect(summary).not.toBe('');
          return [method, path, ...Object.keys(responses)];
        }),
      );
    expect(answers).toEqual([
      ['post', '/v1/responses', '200', '400', '404', '413', '429', '500', '503'],
      ['post', '/v1/responses/input_tokens', '200', '400', '404', '413', '500', '503'],
      ['get', '/v1/responses/{response_id}', '200', '400', '404'],
      ['delete', '/v1/responses/{response_id}', '200', '404'],
      ['get', '/v1/responses/{response_id}/input_items', '200', '400', '404'],
      ['post', '/v1/responses/{response_id}/cancel', '200', '400', '404'],
    ]);
  });

  it.each<[string, object]>([
    ['a short request', { model: 'default', input: 'Hi' }],
    ['a long request', FULL],
    [
      'log probabilities',
      { model: 'default', input: 'Hi', include: ['message.output_text.logprobs'], truncation: 'auto' },
    ],
  ])('describes what comes of %s', async (_, body) => {
    expect(faults('components/schemas/ResponseRequest', body)).toEqual([]);
    const response = (await (await ask('POST', '', body)).json()) as { id: string; object: string };
    expect(response.object).toBe('response');
    expect(faults(promise('post', RESPONSES), response)).toEqual([]);
    const path = `${RESPONSES}/{response_id}`;
    expect(faults(promise('get', path), await (await ask('GET', `/${response.id}`)).json())).toEqual([]);
    const items = (await (await ask('GET', `/${response.id}/input_items`)).json()) as { data: object[] };
    expect(items.data.length).toBeGreaterThan(0);
    expect(faults(promise('get', `${path}/input_items`), items)).toEqual([]);
    const refused = await (await ask('POST', `/${response.id}/cancel`)).json();
    expect(faults(promise('post', `${path}/cancel`, 400), refused)).toEqual([]);
    const forgotten = await ask('DELETE', `/${response.id}`);
    expect(faults(promise('delete', path), await forgotten.json())).toEqual([]);
    expect(faults(promise('get', path, 404), await (await ask('GET', `/${response.id}`)).json())).toEqual([]);
    expect(faults(promise('post', RESPONSES), {})).not.toEqual([]);
  });

  it('describes a count of tokens', async () => {
    const counted = await (await ask('POST', '/input_tokens', { model: 'default', input: 'Hi' })).json();
    expect(faults(promise('post', `${RESPONSES}/input_tokens`), counted)).toEqual([]);
  });

  it.each<[string, () => void, number]>([
    ['a whole stream', () => undefined, 19],
    [
      'a stream that is cut',
      () => {
        kernel.answer = () => of<GenerationEvent[]>(PROMPT, delta('a'), { ...end(), finishReason: 'length' });
      },
      9,
    ],
    [
      'a stream that fails',
      () => {
        kernel.answer = () =>
          concat(
            of(PROMPT, delta('a')),
            throwError(() => new PluginError('DISPOSED', 'Closing.')),
          );
      },
      7,
    ],
  ])('describes each event of %s', async (_, prepare, count) => {
    prepare();
    const text = await (await ask('POST', '', { ...FULL, stream: true })).text();
    const events = text.split('\n\n').filter((event) => event.startsWith('event: '));
    expect(events).toHaveLength(count);
    for (const event of events) {
      const value = JSON.parse(event.slice(event.indexOf('data: ') + 'data: '.length));
      expect([value.type, faults(promise('post', RESPONSES, 200, 'text/event-stream'), value)]).toEqual([
        value.type,
        [],
      ]);
    }
    expect(faults(promise('post', RESPONSES, 200, 'text/event-stream'), { type: 'x' })).not.toEqual([]);
  });

  it('has examples that are accepted', () => {
    for (const { value } of Object.values(RESPONSE_EXAMPLES)) {
      expect(faults('components/schemas/ResponseRequest', value)).toEqual([]);
      expect(validateRequest(ResponseRequest, value)).toBeInstanceOf(ResponseRequest);
    }
    for (const { value } of Object.values(INPUT_TOKENS_EXAMPLES)) {
      expect(faults('components/schemas/InputTokensRequest', value)).toEqual([]);
      expect(validateRequest(InputTokensRequest, value)).toBeInstanceOf(InputTokensRequest);
    }
  });

  it.each([
    ['a wrong type', { temperature: 'hot' }],
    ['a tool of OpenAI', { tools: [{ type: 'web_search' }] }],
    ['what is not built yet', { service_tier: 'flex' }],
    ['an unknown format', { text: { format: { type: 'yaml' } } }],
    ['no input', { input: [] }],
    ['an unknown field', { temp: 1 }],
  ])('refuses %s as the server does', (_, fields) => {
    const body = { ...RESPONSE_EXAMPLES.question.value, ...fields };
    expect(faults('components/schemas/ResponseRequest', body)).not.toEqual([]);
    expect(() => validateRequest(ResponseRequest, body)).toThrow();
  });
});
