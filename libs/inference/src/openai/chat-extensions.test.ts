import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type GenerationEvent, PluginError } from '@predict-otron/plugin-sdk';
import { of, throwError } from 'rxjs';
import { delta, end, FakeKernel, modelEntry, PROMPT, startEngine } from '../engine.fixture.js';

const CHAT = '/v1/chat/completions';
const TRIMMED = { ...PROMPT, droppedTokens: 7 } as GenerationEvent;
const HI = { model: 'default', messages: [{ role: 'user', content: 'Hi' }] };

describe('what a chat answer has beside OpenAI’s fields', () => {
  let kernel: FakeKernel;
  let app: NestFastifyApplication;
  let url: string;

  beforeAll(async () => {
    kernel = new FakeKernel();
    kernel.entries = [modelEntry('tiny', { aliases: ['default'] })];
    ({ app, url } = await startEngine(kernel));
  });
  afterAll(() => app.close());

  const post = (body: object) =>
    fetch(url + CHAT, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  it.each([true, false])(
    'says in a header how many tokens were left out of the prompt (stream: %s)',
    async (stream) => {
      kernel.answer = () => of<GenerationEvent[]>(TRIMMED, delta('a'), end());
      const response = await post({ ...HI, stream, context_overflow: 'trim_oldest' });
      expect(response.headers.get('x-dropped-tokens')).toBe('7');
      await response.text();
      kernel.answer = () => of<GenerationEvent[]>(PROMPT, delta('a'), end());
      expect((await post({ ...HI, stream })).headers.has('x-dropped-tokens')).toBe(false);
    },
  );

  it('says of a whole answer also how many tokens were forgotten on the way', async () => {
    const usage = { ...end().usage, droppedTokens: 9 };
    kernel.answer = () => of<GenerationEvent[]>(TRIMMED, { ...end(), usage });
    const response = await post({ ...HI, context_overflow: 'shift' });
    expect(response.headers.get('x-dropped-tokens')).toBe('9');
    expect(await response.json()).toMatchObject({ usage: { prompt_tokens_details: { dropped_tokens: 9 } } });
  });

  it.each([
    ['constraint', 'response_format'],
    ['constraint.gbnf', 'grammar'],
    ['grammar', 'grammar'],
    ['reasoning.budget', 'reasoning_budget'],
    ['reasoning_effort', 'reasoning_effort'],
    ['contextOverflow', 'context_overflow'],
    ['prompt.tools[1].parameters', 'tools[1]'],
    ['toolChoice', 'tool_choice'],
  ])('names %s, which the model refuses, as the client does: %s', async (param, name) => {
    kernel.answer = () => throwError(() => new PluginError('UNSUPPORTED', 'The model cannot.', { param }));
    const response = await post(HI);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { param: name, code: 'unsupported_parameter' } });
  });

  it('names the place in a schema that the model refuses', async () => {
    const details = { param: 'response_format', path: '/properties/a' };
    kernel.answer = () => throwError(() => new PluginError('UNSUPPORTED', 'No.', details));
    const { error } = (await (await post(HI)).json()) as { error: { message: string; param: string } };
    expect(error).toMatchObject({ param: 'response_format', message: expect.stringContaining('/properties/a') });
  });

  it('sends measured times when asked, streamed or whole', async () => {
    kernel.answer = () => of<GenerationEvent[]>(PROMPT, delta('a'), end());
    const timings = { queue_ms: 0, prompt_ms: 0, ms_per_token: 0, cached_tokens: 2 };
    expect(await (await post({ ...HI, timings: true })).json()).toMatchObject({ timings });
    const events = (await (await post({ ...HI, timings: true, stream: true })).text()).trim().split('\n\n');
    expect(JSON.parse(events.at(-2)?.slice('data: '.length) ?? '')).toMatchObject({ choices: [], timings });
    expect(await (await post(HI)).text()).not.toContain('timings');
  });
});

describe('POST /v1/chat/completions/input_tokens', () => {
  let kernel: FakeKernel;
  let app: NestFastifyApplication;
  let url: string;

  beforeAll(async () => {
    kernel = new FakeKernel();
    kernel.entries = [modelEntry('tiny', { aliases: ['default'] })];
    ({ app, url } = await startEngine(kernel));
  });
  afterAll(() => app.close());

  const count = (body: object) =>
    fetch(`${url}${CHAT}/input_tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  it('counts what the model would read, with its tools, and generates nothing', async () => {
    kernel.promptTokens = [5, 6, 7, 8];
    const response = await count({ ...HI, tools: [{ type: 'function', function: { name: 'f' } }], max_tokens: 5 });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ object: 'response.input_tokens', input_tokens: 4 });
    expect(kernel.rendered).toEqual([
      {
        model: 'tiny',
        messages: [{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }],
        tools: [{ name: 'f' }],
      },
    ]);
    expect(kernel.calls).toEqual([]);
  });

  it.each([
    [{ ...HI, temperature: 5 }, 400, 'temperature'],
    [{ ...HI, model: 'gpt' }, 404, 'model'],
  ])('refuses %j', async (body, status, param) => {
    const response = await count(body);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { param } });
  });
});
