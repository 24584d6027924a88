import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type GenerationEvent, PluginError } from '@predict-otron/plugin-sdk';
import fc from 'fast-check';
import { Ollama } from 'ollama';
import { concat, NEVER, of, throwError } from 'rxjs';
import { delta, end, FakeKernel, modelEntry, PROMPT, startEngine, until } from '../engine.fixture.js';

const HI = { model: 'default', messages: [{ role: 'user', content: 'Hi' }] };
const ANSWER: GenerationEvent[] = [PROMPT, delta('Zü'), delta('rich 🦉'), end()];
const SUMMARY = {
  done: true,
  done_reason: 'stop',
  total_duration: expect.any(Number),
  load_duration: 0,
  prompt_eval_count: 5,
  prompt_eval_duration: 0,
  eval_count: 3,
  eval_duration: 0,
};

describe("Ollama's API", () => {
  let kernel: FakeKernel;
  let app: NestFastifyApplication;
  let url: string;
  let client: Ollama;

  beforeAll(async () => {
    kernel = new FakeKernel();
    ({ app, url } = await startEngine(kernel));
    client = new Ollama({ host: url });
  });
  beforeEach(() => {
    kernel.calls.length = 0;
    kernel.answer = () => of(...ANSWER);
    kernel.entries = [
      modelEntry('tiny', { aliases: ['default'], isDefault: true }),
      modelEntry('embed', { kind: 'embedding', state: 'unloaded' }),
      modelEntry('owner/repo:q8'),
    ];
  });
  afterEach(() => until(() => kernel.running === 0));
  afterAll(() => app.close());

  const post = (path: string, body: unknown) =>
    fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });

  it('answers a chat of the official client whole', async () => {
    expect(await client.chat({ ...HI, model: 'tiny:latest', stream: false })).toEqual({
      model: 'tiny',
      created_at: expect.any(String),
      message: { role: 'assistant', content: 'Zürich 🦉' },
      ...SUMMARY,
    });
    expect(kernel.calls).toMatchObject([{ model: 'tiny' }]);
  });

  it('answers a chat of the official client as a stream', async () => {
    const texts: [string, boolean][] = [];
    for await (const { message, done } of await client.chat({ ...HI, stream: true }))
      texts.push([message.content, done]);
    expect(texts).toEqual([
      ['Zü', false],
      ['rich 🦉', false],
      ['', true],
    ]);
  });

  it('streams lines of JSON unless it is told not to', async () => {
    const response = await post('/api/chat', HI);
    expect(response.headers.get('content-type')).toBe('application/x-ndjson');
    const lines = (await response.text()).trimEnd().split('\n');
    expect(JSON.parse(lines.at(-1) as string)).toMatchObject(SUMMARY);
  });

  it('gives the official client thoughts and whole calls', async () => {
    const call = { type: 'delta', index: 0, kind: 'tool-call', call: 0, tokens: 1 } as const;
    kernel.answer = () =>
      of<GenerationEvent[]>(
        PROMPT,
        { type: 'delta', index: 0, kind: 'reasoning', text: 'Hm.', tokens: 1 },
        { ...call, id: 'c1', name: 'weather', argumentsDelta: '{"city":' },
        { ...call, argumentsDelta: '"Paris"}' },
        { ...end(), finishReason: 'tool-calls' },
      );
    const { message } = await client.chat(HI);
    expect(message.thinking).toBe('Hm.');
    expect(message.tool_calls).toEqual([
      { id: 'c1', function: { index: 0, name: 'weather', arguments: { city: 'Paris' } } },
    ]);
    // and it can be sent back
    await client.chat({
      ...HI,
      messages: [...HI.messages, message, { role: 'tool', content: 'Rain', tool_name: 'weather' }],
    });
    expect(kernel.calls[1]?.request.prompt).toMatchObject({
      messages: [{}, { toolCalls: [{ id: 'c1', name: 'weather' }] }, { role: 'tool', callId: 'c1' }],
    });
  });

  it('answers a prompt of the official client, whole and as a stream', async () => {
    expect(await client.generate({ model: 'default', prompt: 'Hi', raw: true })).toMatchObject({
      response: 'Zürich 🦉',
      ...SUMMARY,
    });
    expect(kernel.calls[0]?.request.prompt).toEqual({ text: 'Hi' });
    let text = '';
    for await (const { response } of await client.generate({ model: 'default', prompt: 'Hi', stream: true }))
      text += response;
    expect(text).toBe('Zürich 🦉');
  });

  it('only loads a model that is asked nothing, as the command line client does first', async () => {
    const loaded = { model: 'tiny', created_at: expect.any(String), done: true, done_reason: 'load' };
    expect(await client.generate({ model: 'tiny', prompt: '' })).toEqual({ ...loaded, response: '' });
    expect(await client.chat({ model: 'tiny' })).toEqual({ ...loaded, message: { role: 'assistant', content: '' } });
    expect(await client.generate({ model: 'tiny', prompt: '', keep_alive: 0 })).toMatchObject({
      done_reason: 'unload',
    });
    expect(kernel.kept).toEqual([
      ['load', 'tiny'],
      ['load', 'tiny'],
      ['keep', 'tiny', 0],
    ]);
    await expect(client.generate({ model: 'gpt', prompt: '' })).rejects.toMatchObject({ status_code: 404 });
    expect(kernel.calls).toEqual([]);
  });

  it('ends the generation when the official client aborts', async () => {
    kernel.answer = () => concat(of(PROMPT, delta('Hel')), NEVER);
    const read = async () => {
      for await (const _ of await client.chat({ ...HI, stream: true })) client.abort();
    };
    await expect(read()).rejects.toThrow(/abort/i);
    await until(() => kernel.running === 0);
  });

  it.each<[string, object, number, string]>([
    ['a bad option', { options: { temperature: 3 } }, 400, 'options.temperature must be a number'],
    ['an unknown model', { model: 'gpt' }, 404, 'There is no model gpt'],
    [
      'an image',
      { messages: [{ role: 'user', content: 'a', images: ['AAAA'] }] },
      400,
      'messages[0].images is not supported',
    ],
    ['too much context', { options: { num_ctx: 4096 } }, 400, 'options.num_ctx is 4096'],
  ])('gives the official client an error for %s', async (_, fields, status_code, message) => {
    const error = await client.chat({ ...HI, ...fields }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ status_code, message: expect.stringContaining(message) });
    expect(kernel.calls).toEqual([]);
  });

  it('gives the official client an error that breaks off a stream', async () => {
    kernel.answer = () =>
      concat(
        of(PROMPT, delta('Hel')),
        throwError(() => new PluginError('ENGINE_CRASHED', 'The engine stopped.')),
      );
    const read = async () => {
      for await (const _ of await client.chat({ ...HI, stream: true }));
    };
    await expect(read()).rejects.toThrow('The engine stopped.');
  });

  it('lists and shows models to the official client', async () => {
    const { models } = await client.list();
    expect(models.map(({ name }) => name)).toEqual(['tiny:latest', 'embed:latest', 'owner/repo:q8']);
    expect(models[0]).toMatchObject({
      modified_at: '2023-11-14T22:13:20.000Z',
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect((await client.ps()).models.map(({ name }) => name)).toEqual(['tiny:latest', 'owner/repo:q8']);
    expect(await client.show({ model: 'owner/repo:q8' })).toMatchObject({
      modelfile: 'FROM owner/repo:q8\n',
      capabilities: ['completion'],
    });
    expect(await client.show({ model: 'embed:latest' })).toMatchObject({ capabilities: ['embedding'] });
    await expect(client.show({ model: 'gpt' })).rejects.toMatchObject({ status_code: 404 });
    expect(await client.version()).toEqual({ version: expect.stringMatching(/^\d+\.\d+\.\d+/) });
  });

  it('refuses what needs a store of models by name', async () => {
    const refused = [
      () => client.push({ model: 'a' }),
      () => client.create({ model: 'a', from: 'b' }),
      () => client.copy({ source: 'a', destination: 'b' }),
    ];
    for (const one of refused) {
      await expect(one()).rejects.toMatchObject({
        status_code: 400,
        message: expect.stringContaining('This server does not'),
      });
    }
  });

  it('never answers any JSON with a 5xx', async () => {
    const field = fc.constantFrom('model', 'prompt', 'messages', 'options', 'format', 'tools', 'stream', 'think', 'x');
    const path = fc.constantFrom('/api/chat', '/api/generate', '/api/show');
    await fc.assert(
      fc.asyncProperty(path, fc.dictionary(field, fc.jsonValue({ maxDepth: 3 })), async (to, fields) => {
        const { status } = await post(to, { model: 'default', ...fields });
        expect([200, 400, 404]).toContain(status);
      }),
      { numRuns: 100 },
    );
    expect((await post('/api/chat', '{"model":')).status).toBe(400);
  });
});
