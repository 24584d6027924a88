// Long because one server, and each of its answers.
import Anthropic from '@anthropic-ai/sdk';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type GenerationEvent, PluginError } from '@predict-otron/plugin-sdk';
import fc from 'fast-check';
import { concat, NEVER, of, throwError } from 'rxjs';
import { delta, end, FakeKernel, modelEntry, openPost, PROMPT, startEngine, until } from '../engine.fixture.js';

const HI = { model: 'default', max_tokens: 8, messages: [{ role: 'user' as const, content: 'Hi' }] };
const ANSWER: GenerationEvent[] = [PROMPT, delta('Zü'), delta('rich 🦉'), end()];
const WEATHER = { name: 'weather', input_schema: { type: 'object' as const } };
const CALL: GenerationEvent[] = [
  PROMPT,
  { type: 'delta', index: 0, kind: 'reasoning', text: 'Hm.', tokens: 1 },
  {
    type: 'delta',
    index: 0,
    kind: 'tool-call',
    call: 0,
    id: 'c1',
    name: 'weather',
    argumentsDelta: '{"city":',
    tokens: 1,
  },
  { type: 'delta', index: 0, kind: 'tool-call', call: 0, argumentsDelta: '"Paris"}', tokens: 1 },
  { ...end(), finishReason: 'tool-calls' },
];

describe('POST /v1/messages', () => {
  let kernel: FakeKernel;
  let app: NestFastifyApplication;
  let port: number;
  let url: string;
  let client: Anthropic;

  beforeAll(async () => {
    kernel = new FakeKernel();
    ({ app, port, url } = await startEngine(kernel));
    client = new Anthropic({ baseURL: url, apiKey: 'none', maxRetries: 0 });
  });
  beforeEach(() => {
    kernel.calls.length = 0;
    kernel.rendered.length = 0;
    kernel.answer = () => of(...ANSWER);
    kernel.entries = [
      modelEntry('tiny', { aliases: ['default'], isDefault: true }),
      modelEntry('embed', { kind: 'embedding' }),
      modelEntry('owner/repo'),
      modelEntry('zero'),
    ];
  });
  afterEach(() => until(() => kernel.running === 0));
  afterAll(() => app.close());

  const post = (body: unknown, path = '/v1/messages') =>
    fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });

  it('answers the official client whole', async () => {
    const message = await client.messages.create({ ...HI, metadata: { user_id: 'u' } });
    expect(message).toMatchObject({
      id: expect.stringMatching(/^msg_/),
      type: 'message',
      role: 'assistant',
      model: 'tiny',
      content: [{ type: 'text', text: 'Zürich 🦉' }],
      stop_reason: 'end_turn',
      stop_sequence: null,
      usage: { input_tokens: 3, cache_read_input_tokens: 2, cache_creation_input_tokens: 0, output_tokens: 3 },
      _request_id: expect.any(String),
    });
    expect(kernel.calls).toMatchObject([{ model: 'tiny', request: { maxTokens: 8 } }]);
  });

  it('answers the official client as a stream, with the headers that were set before', async () => {
    const { data, response } = await client.messages.create({ ...HI, stream: true }).withResponse();
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'request-id': expect.any(String),
      'access-control-allow-origin': '*',
    });
    const types: string[] = [];
    for await (const event of data) types.push(event.type);
    expect(types).toEqual([
      'message_start',
      'content_block_start',
      'content_block_delta',
      'content_block_delta',
      'content_block_stop',
      'message_delta',
      'message_stop',
    ]);
  });

  it('gives the stream helper of the official client the message that it gives whole', async () => {
    kernel.answer = () => of(...CALL);
    const asked = { ...HI, tools: [WEATHER] };
    const stream = client.messages.stream(asked);
    const inputs: unknown[] = [];
    stream.on('inputJson', (_, input) => inputs.push(input));
    const [{ id: _streamed, ...streamed }, { id: _whole, ...whole }] = await Promise.all([
      stream.finalMessage(),
      client.messages.create(asked),
    ]);
    expect(streamed).toMatchObject(whole);
    expect(whole.content).toMatchObject([
      { type: 'thinking', thinking: 'Hm.' },
      { type: 'tool_use', id: 'c1', name: 'weather', input: { city: 'Paris' } },
    ]);
    expect(inputs.at(-1)).toEqual({ city: 'Paris' });
  });

  it('takes its own answer back, with the result of the call', async () => {
    kernel.answer = () => of(...CALL);
    const { content } = await client.messages.create({ ...HI, tools: [WEATHER] });
    const result = { type: 'tool_result' as const, tool_use_id: 'c1', content: 'Rain' };
    await client.messages.create({
      ...HI,
      tools: [WEATHER],
      messages: [...HI.messages, { role: 'assistant', content }, { role: 'user', content: [result] }],
    });
    expect(kernel.calls[1]?.request.prompt).toMatchObject({
      messages: [
        { role: 'user' },
        {
          role: 'assistant',
          reasoning: 'Hm.',
          toolCalls: [{ id: 'c1', name: 'weather', arguments: '{"city":"Paris"}' }],
        },
        { role: 'tool', callId: 'c1', name: 'weather' },
      ],
    });
  });

  it('counts tokens for the official client', async () => {
    kernel.promptTokens = [1, 2, 3, 4];
    const { model, messages } = HI;
    expect(await client.messages.countTokens({ model, messages, system: 'Be brief.', tools: [WEATHER] })).toMatchObject(
      {
        input_tokens: 4,
      },
    );
    expect(kernel.rendered).toMatchObject([
      { model: 'tiny', messages: [{ role: 'system' }, { role: 'user' }], tools: [{ name: 'weather' }] },
    ]);
    expect(kernel.calls).toEqual([]);
  });

  it('ends the generation when the official client aborts', async () => {
    kernel.answer = () => concat(of(PROMPT, delta('Hel')), NEVER);
    const stream = client.messages.stream(HI);
    stream.on('text', () => stream.abort());
    await expect(stream.done()).rejects.toThrow(Anthropic.APIUserAbortError);
    await until(() => kernel.running === 0);
  });

  it.each<[string, object, jest.Constructable, string, string]>([
    ['a bad field', { temperature: 3 }, Anthropic.BadRequestError, 'invalid_request_error', 'temperature must be'],
    ['an unknown model', { model: 'gpt' }, Anthropic.NotFoundError, 'not_found_error', 'model: There is no model gpt'],
    ['a model of another kind', { model: 'embed' }, Anthropic.NotFoundError, 'not_found_error', 'model: '],
  ])('gives the official client a typed error for %s', async (_, fields, Type, type, message) => {
    for (const stream of [true, false]) {
      const error: unknown = await client.messages
        .create({ ...HI, ...fields, stream })
        .catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(Type);
      expect(error).toMatchObject({
        type,
        requestID: expect.any(String),
        error: { type: 'error', error: { type, message: expect.stringContaining(message) } },
      });
    }
    expect(kernel.calls).toEqual([]);
  });

  it('answers an error before the first token with its status', async () => {
    kernel.answer = () => throwError(() => new PluginError('OVERLOADED', 'Too many wait.', { retryAfterSeconds: 3 }));
    const error = await client.messages.create({ ...HI, stream: true }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Anthropic.RateLimitError);
    expect((error as InstanceType<typeof Anthropic.APIError>).headers?.get('retry-after')).toBe('3');
  });

  it('gives the official client an error for what a model cannot do, under its own name', async () => {
    kernel.answer = () =>
      throwError(() => new PluginError('UNSUPPORTED', 'This model cannot.', { param: 'reasoning_budget' }));
    const asked = client.messages.create({ ...HI, thinking: { type: 'enabled', budget_tokens: 4 } });
    await expect(asked).rejects.toThrow(/thinking\.budget_tokens: This model cannot\./);
  });

  it('ends a stream that fails with an error event, and closes the connection', async () => {
    kernel.answer = () =>
      concat(
        of(PROMPT, delta('Hel')),
        throwError(() => new PluginError('ENGINE_CRASHED', 'The engine stopped.')),
      );
    const { closed, received } = openPost(port, '/v1/messages', { ...HI, stream: true });
    await closed;
    expect(received()).toContain('event: error\ndata: {"type":"error","error":{"type":"overloaded_error"');
    expect(received()).not.toContain('message_stop');
    const helper = client.messages.stream(HI);
    await expect(helper.finalMessage()).rejects.toMatchObject({ type: 'overloaded_error' });
  });

  it('keeps a silent stream open with pings', async () => {
    const quiet = await startEngine(kernel, { keepAliveMs: 2 });
    kernel.answer = () => concat(of<GenerationEvent>({ type: 'queued', position: 1 }), NEVER);
    const { socket, received } = openPost(quiet.port, '/v1/messages', { ...HI, stream: true });
    await until(() => received().split('event: ping\ndata: {"type":"ping"}\n\n').length > 2);
    socket.destroy();
    await until(() => kernel.running === 0);
    await quiet.app.close();
  });

  it.each([
    ['nothing', ''],
    ['bad JSON', '{"model":'],
    ['no object', []],
  ])('refuses %s in its own shape', async (_, body) => {
    const response = await post(body);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      type: 'error',
      error: { type: 'invalid_request_error', message: expect.any(String) },
      request_id: response.headers.get('request-id'),
    });
  });

  it('never answers any JSON with a 5xx', async () => {
    const block = fc.record(
      { type: fc.constantFrom('text', 'tool_use', 'tool_result', 'image', 'x'), text: fc.jsonValue({ maxDepth: 1 }) },
      { requiredKeys: [] },
    );
    const message = fc.record({
      role: fc.constantFrom('user', 'assistant', 'system', 5),
      content: fc.oneof(fc.string(), fc.array(block, { maxLength: 2 }), fc.jsonValue({ maxDepth: 1 })),
    });
    const field = fc.constantFrom('model', 'system', 'tools', 'tool_choice', 'thinking', 'stream', 'top_k', 'x');
    const body = fc.tuple(fc.dictionary(field, fc.jsonValue({ maxDepth: 2 })), fc.array(message, { maxLength: 2 }));
    await fc.assert(
      fc.asyncProperty(body, fc.constantFrom('', '/count_tokens'), async ([fields, messages], path) => {
        const { status } = await post({ ...HI, ...fields, messages }, `/v1/messages${path}`);
        expect([200, 400, 404]).toContain(status);
      }),
      { numRuns: 100 },
    );
  });

  it('lists models page by page for the official client', async () => {
    const ids: string[] = [];
    for await (const model of client.models.list({ limit: 1 })) ids.push(model.id);
    expect(ids).toEqual(['tiny', 'owner/repo', 'zero']);
    expect(await client.models.list({ limit: 1, before_id: 'zero' })).toMatchObject({
      data: [{ id: 'owner/repo' }],
      has_more: true,
      first_id: 'owner/repo',
      last_id: 'owner/repo',
    });
    expect(await client.models.retrieve('owner/repo')).toMatchObject({
      type: 'model',
      id: 'owner/repo',
      display_name: 'owner/repo',
      created_at: '2023-11-14T22:13:20.000Z',
      max_input_tokens: 2048,
    });
  });

  it.each([
    ['a limit', { limit: 0 }, Anthropic.BadRequestError],
    ['an id', { after_id: 'x' }, Anthropic.BadRequestError],
    ['two places', { after_id: 'tiny', before_id: 'zero' }, Anthropic.BadRequestError],
  ])('refuses a page at %s that is none', async (_, page, Type) => {
    await expect(client.models.list(page)).rejects.toThrow(Type);
  });

  it('does not find what is no language model', async () => {
    await expect(client.models.retrieve('embed')).rejects.toThrow(Anthropic.NotFoundError);
  });
});
