// Long because one server, and each of its answers.
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type GenerationEvent, PluginError } from '@predict-otron/plugin-sdk';
import { concat, NEVER, of, Subject, throwError } from 'rxjs';
import {
  type Call,
  delta,
  end,
  FakeKernel,
  modelEntry,
  openPost,
  PROMPT,
  startEngine,
  until,
} from '../../engine.fixture.js';

const RESPONSES = '/v1/responses';
const HI = { model: 'default', input: 'Hi' };
const TOOL = { type: 'function', name: 'weather', parameters: { type: 'object' } };
const text = (said: string) => [{ type: 'text', text: said }];

/** The fields of answers that are looked at one by one. */
interface Answered {
  id: string;
  store: boolean;
  output: { call_id: string }[];
  data: { id: string }[];
}

describe('the Responses API', () => {
  let kernel: FakeKernel;
  let app: NestFastifyApplication;
  let port: number;
  let url: string;

  beforeAll(async () => {
    kernel = new FakeKernel();
    ({ app, port, url } = await startEngine(kernel));
  });
  beforeEach(() => {
    kernel.calls.length = 0;
    kernel.rendered.length = 0;
    kernel.answer = () => of<GenerationEvent[]>(PROMPT, delta('Zü'), delta('rich 🦉'), end());
    kernel.entries = [
      modelEntry('tiny', { aliases: ['default'], isDefault: true }),
      modelEntry('embed', { kind: 'embedding' }),
    ];
  });
  afterEach(() => until(() => kernel.running === 0));
  afterAll(() => app.close());

  async function ask(method: string, path: string, body?: unknown) {
    const response = await fetch(url + RESPONSES + path, {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Answered };
  }
  async function streamed(body: object): Promise<{ type: string; [field: string]: unknown }[]> {
    const response = await fetch(url + RESPONSES, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...HI, stream: true, ...body }),
    });
    const events = (await response.text()).split('\n\n').filter((event) => event.startsWith('event: '));
    return events.map((event) => JSON.parse(event.slice(event.indexOf('data: ') + 'data: '.length)));
  }
  const promptOf = (call: number) => (kernel.calls[call] as Call).request.prompt as { messages: unknown[] };

  it('answers whole', async () => {
    const { status, body } = await ask('POST', '', { ...HI, metadata: { a: 'b' } });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: expect.stringMatching(/^resp_[0-9a-f]{32}$/),
      object: 'response',
      status: 'completed',
      model: 'tiny',
      output: [
        {
          id: expect.stringMatching(/^msg_/),
          type: 'message',
          status: 'completed',
          role: 'assistant',
          content: [{ type: 'output_text', text: 'Zürich 🦉', annotations: [], logprobs: [] }],
        },
      ],
      usage: { input_tokens: 5, input_tokens_details: { cached_tokens: 2 }, output_tokens: 3, total_tokens: 8 },
      store: true,
      metadata: { a: 'b' },
    });
    expect(kernel.calls).toMatchObject([{ model: 'tiny', requestId: expect.any(String), reader: undefined }]);
    expect(promptOf(0).messages).toEqual([{ role: 'user', content: text('Hi') }]);
  });

  it("tells the model's own sampling", async () => {
    const [entry] = kernel.entries;
    const defaults = {
      temperature: 0.6,
      topP: 0.9,
      topK: 40,
      minP: 0,
      presencePenalty: 0,
      frequencyPenalty: 0,
      repeatPenalty: 1,
    };
    kernel.entries = [{ ...entry, info: { ...entry?.info, defaults } } as (typeof kernel.entries)[number]];
    expect((await ask('POST', '', { ...HI, top_p: 0.5 })).body).toMatchObject({ temperature: 0.6, top_p: 0.5 });
  });

  it('answers as a stream, with a reader that can slow it', async () => {
    const events = await streamed({});
    expect(events.map(({ type }) => type)).toEqual([
      'response.created',
      'response.in_progress',
      'response.output_item.added',
      'response.content_part.added',
      'response.output_text.delta',
      'response.output_text.delta',
      'response.output_text.done',
      'response.content_part.done',
      'response.output_item.done',
      'response.completed',
    ]);
    expect(events.map(({ sequence_number }) => sequence_number)).toEqual(events.map((_, index) => index));
    expect(kernel.calls[0]?.reader?.ready).toBeDefined();
  });

  it.each([true, false])('keeps a response and goes on from it (stream: %s)', async (stream) => {
    const first = stream
      ? ((await streamed({ instructions: 'Be brief.' })).at(-1)?.response as Answered)
      : (await ask('POST', '', { ...HI, instructions: 'Be brief.' })).body;
    expect(await ask('GET', `/${first.id}`)).toEqual({ status: 200, body: first });
    const next = { model: 'default', input: 'And then?', previous_response_id: first.id };
    const second = (await ask('POST', '', next)).body;
    expect(second).toMatchObject({ previous_response_id: first.id, instructions: null });
    // the instructions of the first are not carried over
    expect(promptOf(1).messages).toEqual([
      { role: 'user', content: text('Hi') },
      { role: 'assistant', content: text('Zürich 🦉') },
      { role: 'user', content: text('And then?') },
    ]);
    const { body: page } = await ask('GET', `/${second.id}/input_items?order=asc`);
    expect(page).toMatchObject({
      object: 'list',
      has_more: false,
      data: [{ role: 'user' }, { role: 'assistant' }, { role: 'user', content: [{ text: 'And then?' }] }],
    });
    expect(page).toMatchObject({ first_id: page.data[0]?.id, last_id: page.data[2]?.id });
    // a conversation outlives its earlier responses
    await ask('DELETE', `/${first.id}`);
    expect((await ask('POST', '', { ...next, previous_response_id: second.id })).status).toBe(200);
    expect(promptOf(2).messages).toHaveLength(5);
  });

  it('goes on with the result of a call', async () => {
    kernel.answer = () =>
      of<GenerationEvent[]>(
        PROMPT,
        {
          type: 'delta',
          index: 0,
          kind: 'tool-call',
          call: 0,
          id: 'call_1',
          name: 'weather',
          argumentsDelta: '{}',
          tokens: 1,
        },
        { ...end(), finishReason: 'tool-calls' },
      );
    const first = (await ask('POST', '', { ...HI, tools: [TOOL] })).body;
    const call = first.output[0] as Answered['output'][number];
    expect(call).toMatchObject({
      type: 'function_call',
      call_id: 'call_1',
      name: 'weather',
      arguments: '{}',
      status: 'completed',
    });
    const input = [{ type: 'function_call_output', call_id: call.call_id, output: 'Sunny.' }];
    const second = { model: 'default', tools: [TOOL], previous_response_id: first.id };
    expect((await ask('POST', '', { ...second, input })).status).toBe(200);
    expect(promptOf(1).messages).toEqual([
      { role: 'user', content: text('Hi') },
      { role: 'assistant', content: [], toolCalls: [{ id: 'call_1', name: 'weather', arguments: '{}' }] },
      { role: 'tool', callId: 'call_1', name: 'weather', content: text('Sunny.') },
    ]);
    const strange = await ask('POST', '', { ...second, input: [{ ...input[0], call_id: 'call_2' }] });
    expect(strange).toMatchObject({ status: 400, body: { error: { param: 'input[0].call_id' } } });
  });

  it('keeps nothing when it should not', async () => {
    const { body } = await ask('POST', '', { ...HI, store: false });
    expect(body.store).toBe(false);
    expect((await ask('GET', `/${body.id}`)).status).toBe(404);
    const next = await ask('POST', '', { ...HI, previous_response_id: body.id });
    expect(next).toMatchObject({
      status: 400,
      body: {
        error: { param: 'previous_response_id', code: 'previous_response_not_found', type: 'invalid_request_error' },
      },
    });
    expect(kernel.calls).toHaveLength(1);
  });

  it('lists what a response answers page by page', async () => {
    const input = ['a', 'b', 'c', 'd', 'e'].map((content) => ({ role: 'user', content, id: `msg_${content}` }));
    const { id } = (await ask('POST', '', { model: 'default', input })).body;
    const page = async (query: string) => {
      const { data, ...rest } = (await ask('GET', `/${id}/input_items?${query}`)).body;
      return { ids: data.map((item) => item.id).join(' '), ...rest };
    };
    const none = { object: 'list', first_id: null, last_id: null, has_more: false };
    expect(await page('')).toMatchObject({ ids: 'msg_e msg_d msg_c msg_b msg_a', has_more: false });
    expect(await page('limit=2')).toMatchObject({
      ids: 'msg_e msg_d',
      first_id: 'msg_e',
      last_id: 'msg_d',
      has_more: true,
    });
    expect(await page('limit=2&after=msg_d')).toMatchObject({ ids: 'msg_c msg_b', has_more: true });
    expect(await page('limit=3&after=msg_d')).toMatchObject({ ids: 'msg_c msg_b msg_a', has_more: false });
    expect(await page('order=asc&after=msg_c')).toMatchObject({ ids: 'msg_d msg_e', has_more: false });
    expect(await page('order=asc&after=msg_e')).toEqual({ ids: '', ...none });
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['limit=two', 'limit'],
    ['limit=1.5', 'limit'],
    ['limit=', 'limit'],
    ['limit=1&limit=2', 'limit'],
    ['order=up', 'order'],
    ['after=msg_x', 'after'],
    ['before=msg_x', 'before'],
    ['include[]=message.input_image.image_url', 'include[]'],
    ['include=message.input_image.image_url', 'include'],
    ['page=2', 'page'],
  ])('refuses a list with %s', async (query, param) => {
    const { id } = (await ask('POST', '', HI)).body;
    expect(await ask('GET', `/${id}/input_items?${query}`)).toMatchObject({ status: 400, body: { error: { param } } });
  });

  it.each([
    ['stream=true', 'stream'],
    ['starting_after=3', 'starting_after'],
    ['include_obfuscation=true', 'include_obfuscation'],
    ['include[]=message.output_text.logprobs', 'include[]'],
    ['x=1', 'x'],
  ])('refuses to show a response with %s', async (query, param) => {
    const { id } = (await ask('POST', '', HI)).body;
    expect(await ask('GET', `/${id}?${query}`)).toMatchObject({ status: 400, body: { error: { param } } });
    expect((await ask('GET', `/${id}?stream=false`)).status).toBe(200);
  });

  it('forgets a response', async () => {
    const { id } = (await ask('POST', '', HI)).body;
    expect(await ask('DELETE', `/${id}`)).toEqual({ status: 200, body: { id, object: 'response', deleted: true } });
    expect((await ask('GET', `/${id}`)).status).toBe(404);
  });

  it.each([
    ['GET', '/resp_x'],
    ['GET', '/resp_x/input_items'],
    ['DELETE', '/resp_x'],
    ['POST', '/resp_x/cancel'],
  ])('knows no response of the id: %s %s', async (method, path) => {
    expect(await ask(method, path)).toEqual({
      status: 404,
      body: {
        error: {
          message: "Response with id 'resp_x' not found.",
          type: 'invalid_request_error',
          param: null,
          code: 'not_found',
        },
      },
    });
  });

  describe('in the background', () => {
    const begin = async (more: object = {}) => (await ask('POST', '', { ...HI, background: true, ...more })).body.id;
    const shown = async (id: string) => (await ask('GET', `/${id}`)).body as unknown as Record<string, unknown>;

    it('answers at once, goes on without its client, and shows how it ended', async () => {
      const more = new Subject<GenerationEvent>();
      kernel.answer = () => concat(of<GenerationEvent[]>(PROMPT, delta('Zü')), more);
      const id = await begin();
      expect(await shown(id)).toMatchObject({ status: 'in_progress', background: true, output: [] });
      more.next(delta('rich'));
      more.next(end());
      more.complete();
      await until(() => kernel.running === 0);
      expect(await shown(id)).toMatchObject({ status: 'completed', output: [{ content: [{ text: 'Zürich' }] }] });
      expect((await ask('POST', `/${id}/cancel`)).body).toMatchObject({ id, status: 'completed' });
    });

    it('is cancelled with what there is of it', async () => {
      kernel.answer = () => concat(of<GenerationEvent[]>(PROMPT, delta('Zü')), NEVER);
      const id = await begin();
      const cancelled = { status: 'cancelled', output: [{ status: 'incomplete', content: [{ text: 'Zü' }] }] };
      expect(await ask('POST', `/${id}/cancel`)).toMatchObject({ status: 200, body: { id, ...cancelled } });
      expect(kernel.running).toBe(0);
      expect(await shown(id)).toMatchObject(cancelled);
    });

    it('ends when it is deleted, and says why it failed', async () => {
      kernel.answer = () => concat(of<GenerationEvent[]>(PROMPT), NEVER);
      const id = await begin();
      expect((await ask('DELETE', `/${id}`)).status).toBe(200);
      expect(kernel.running).toBe(0);
      expect((await ask('GET', `/${id}`)).status).toBe(404);
      kernel.answer = () => throwError(() => new PluginError('OVERLOADED', 'Too many wait.'));
      expect(await shown(await begin())).toMatchObject({ status: 'failed', error: { message: 'Too many wait.' } });
    });

    it('is refused where a server in front keeps the responses', async () => {
      const response = await fetch(`${url}/internal/responses`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ request: { ...HI, background: true }, before: [] }),
      });
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ error: { param: 'background', code: 'unsupported_parameter' } });
    });

    it.each([{ store: false }, { stream: true }])('is refused with %j', async (more) => {
      expect(await ask('POST', '', { ...HI, background: true, ...more })).toMatchObject({
        status: 400,
        body: { error: { param: 'background' } },
      });
    });
  });

  it('cancels no response that does not run in the background', async () => {
    const { id } = (await ask('POST', '', HI)).body;
    expect(await ask('POST', `/${id}/cancel`)).toMatchObject({
      status: 400,
      body: {
        error: { param: 'background', message: expect.stringMatching(/^Cannot cancel a synchronous response\./) },
      },
    });
  });

  it('counts tokens', async () => {
    kernel.promptTokens = [1, 2, 3, 4];
    const { id } = (await ask('POST', '', HI)).body;
    const body = {
      model: 'default',
      input: 'And?',
      instructions: 'Be brief.',
      tools: [TOOL],
      previous_response_id: id,
    };
    expect(await ask('POST', '/input_tokens', body)).toEqual({
      status: 200,
      body: { object: 'response.input_tokens', input_tokens: 4 },
    });
    expect(kernel.rendered).toEqual([
      {
        model: 'tiny',
        messages: [
          { role: 'system', content: text('Be brief.') },
          { role: 'user', content: text('Hi') },
          { role: 'assistant', content: text('Zürich 🦉') },
          { role: 'user', content: text('And?') },
        ],
        tools: [{ name: 'weather', parameters: { type: 'object' } }],
      },
    ]);
    expect(kernel.calls).toHaveLength(1);
  });

  it.each<[string, object, number, string]>([
    ['an unknown field', { temp: 1 }, 400, 'temp'],
    ['a bad field', { temperature: 'hot' }, 400, 'temperature'],
    ['a field of a field', { reasoning: { summary: 'auto' } }, 400, 'reasoning.summary'],
    ['what is not built yet', { service_tier: 'flex' }, 400, 'service_tier'],
    ['an unknown model', { model: 'gpt' }, 404, 'model'],
    ['a model of another kind', { model: 'embed' }, 404, 'model'],
  ])('refuses %s', async (_, fields, status, param) => {
    expect(await ask('POST', '', { ...HI, ...fields })).toMatchObject({ status, body: { error: { param } } });
    expect(kernel.calls).toEqual([]);
  });

  it.each([true, false])('gives what the model refuses its name in this API (stream: %s)', async (stream) => {
    const refused = new PluginError('UNSUPPORTED', 'Cannot.', { param: 'response_format' });
    kernel.answer = () => throwError(() => refused);
    expect(await ask('POST', '', { ...HI, stream })).toMatchObject({
      status: 400,
      body: { error: { param: 'text.format', code: 'unsupported_parameter' } },
    });
  });

  it('ends a stream that fails with the error and keeps what there was', async () => {
    kernel.answer = () =>
      concat(
        of(PROMPT, delta('Hel')),
        throwError(() => new PluginError('ENGINE_CRASHED', 'The engine stopped.')),
      );
    const events = await streamed({});
    expect(events.slice(-2)).toMatchObject([
      { type: 'error', code: 'engine_crashed', message: 'The engine stopped.' },
      { type: 'response.failed', response: { status: 'failed', error: { code: 'server_error' } } },
    ]);
    const failed = events.at(-1)?.response as { id: string };
    await until(() => kernel.running === 0);
    expect(await ask('GET', `/${failed.id}`)).toEqual({ status: 200, body: failed });
  });

  it.each([true, false])('does not pass over an answer that was lost (stream: %s)', async (stream) => {
    kernel.answer = () => of(PROMPT, delta('Hel'));
    const response = await fetch(url + RESPONSES, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...HI, stream }),
    });
    const answer = await response.text();
    expect(answer).toContain('internal_error');
    expect(answer).not.toContain('response.completed');
  });

  it.each([
    ['before the first token', true, NEVER, ''],
    ['in the middle', true, concat(of(PROMPT, delta('Hel')), NEVER), 'Hel'],
    ['before a whole answer', false, concat(of(PROMPT, delta('Hel')), NEVER), ''],
  ])('ends the generation when the client leaves %s, and keeps nothing', async (_, stream, events, seen) => {
    kernel.answer = () => events;
    const { socket, received } = openPost(port, RESPONSES, { ...HI, stream });
    await until(() => kernel.running === 1 && received().includes(seen));
    const id = /resp_[0-9a-f]+/.exec(received())?.[0];
    socket.destroy();
    await until(() => kernel.running === 0);
    if (id) expect((await ask('GET', `/${id}`)).status).toBe(404);
  });
});

describe('the limits of what is kept', () => {
  it('are options of the engine', async () => {
    const kernel = new FakeKernel();
    kernel.entries = [modelEntry('tiny', { aliases: ['default'] })];
    kernel.answer = () => of(PROMPT, delta('a'), end());
    const { app, url } = await startEngine(kernel, { responseEntries: 1 });
    const create = async () => {
      const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(HI) };
      return ((await (await fetch(url + RESPONSES, request)).json()) as Answered).id;
    };
    const ids = [await create(), await create()];
    const found = await Promise.all(ids.map(async (id) => (await fetch(`${url}${RESPONSES}/${id}`)).status));
    expect(found).toEqual([404, 200]);
    await app.close();
  });
});
