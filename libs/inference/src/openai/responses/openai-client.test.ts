import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type GenerationEvent, PluginError, type TextDelta } from '@predict-otron/plugin-sdk';
import OpenAI, { APIError, BadRequestError, NotFoundError } from 'openai';
import { zodResponsesFunction, zodTextFormat } from 'openai/helpers/zod';
import { toResponseInputItems } from 'openai/lib/responses/ResponseInputItems';
import { concat, of, throwError } from 'rxjs';
import { z } from 'zod';
import { delta, end, FakeKernel, modelEntry, PROMPT, startEngine, until } from '../../engine.fixture.js';

const ASK = { model: 'default', input: 'What is the weather in Paris?' };
const Weather = z.object({ city: z.string(), days: z.number() });
const tool = zodResponsesFunction({ name: 'weather', description: 'Weather.', parameters: Weather });

const thought = (text: string): GenerationEvent => ({ type: 'delta', index: 0, kind: 'reasoning', text, tokens: 1 });
function call(number: number, argumentsDelta: string, more: object = {}): GenerationEvent {
  return { type: 'delta', index: 0, kind: 'tool-call', call: number, argumentsDelta, tokens: 1, ...more };
}
const CALLS: GenerationEvent[] = [
  PROMPT,
  thought('I need '),
  thought('the weather.'),
  delta('I look.'),
  call(0, '', { id: 'call_1', name: 'weather' }),
  call(0, '{"city":"Paris",'),
  call(0, '"days":2}'),
  call(1, '{"city":"Rome","days":1}', { id: 'call_2', name: 'weather' }),
  { ...end(), finishReason: 'tool-calls' },
];

describe('the official client', () => {
  let kernel: FakeKernel;
  let app: NestFastifyApplication;
  let client: OpenAI;

  beforeAll(async () => {
    kernel = new FakeKernel();
    kernel.entries = [modelEntry('tiny', { aliases: ['default'] })];
    const engine = await startEngine(kernel);
    app = engine.app;
    client = new OpenAI({ baseURL: `${engine.url}/v1`, apiKey: 'none', maxRetries: 0 });
  });
  beforeEach(() => {
    kernel.calls.length = 0;
    kernel.answer = () => of(PROMPT, delta('Sun'), delta('ny.'), end());
  });
  afterEach(() => until(() => kernel.running === 0));
  afterAll(() => app.close());

  it('gets an answer', async () => {
    const response = await client.responses.create({ ...ASK, instructions: 'Be brief.', temperature: 0 });
    expect(response).toMatchObject({ object: 'response', status: 'completed', output_text: 'Sunny.', temperature: 0 });
    expect(response.usage).toMatchObject({ input_tokens: 5, output_tokens: 3, total_tokens: 8 });
  });

  it('gets the events of an answer', async () => {
    const stream = await client.responses.create({ ...ASK, stream: true });
    const types: string[] = [];
    let text = '';
    for await (const event of stream) {
      types.push(event.type);
      if (event.type === 'response.output_text.delta') text += event.delta;
    }
    expect([types.at(0), types.at(-1), text]).toEqual(['response.created', 'response.completed', 'Sunny.']);
  });

  it('adds up a stream of thoughts, text and calls', async () => {
    kernel.answer = () => of(...CALLS);
    const stream = client.responses.stream({ ...ASK, tools: [tool] });
    const texts: string[] = [];
    const pieces: string[] = [];
    stream.on('response.output_text.delta', ({ snapshot }) => texts.push(snapshot));
    stream.on('response.function_call_arguments.delta', ({ snapshot }) => pieces.push(snapshot));
    const response = await stream.finalResponse();
    expect(texts).toEqual(['I look.']);
    expect(pieces).toEqual(['{"city":"Paris",', '{"city":"Paris","days":2}', '{"city":"Rome","days":1}']);
    expect(response.output).toMatchObject([
      { type: 'reasoning', summary: [], content: [{ type: 'reasoning_text', text: 'I need the weather.' }] },
      { type: 'message', content: [{ text: 'I look.' }] },
      { type: 'function_call', call_id: 'call_1', parsed_arguments: { city: 'Paris', days: 2 } },
      { type: 'function_call', call_id: 'call_2', parsed_arguments: { city: 'Rome', days: 1 } },
    ]);
    expect(kernel.calls[0]?.request.prompt).toMatchObject({ tools: [{ name: 'weather', strict: true }] });
    // the same as the answer that is kept
    const kept = await client.responses.retrieve(response.id);
    expect(response).toMatchObject(kept);
  });

  it('answers the calls with the whole conversation as input', async () => {
    kernel.answer = () => of(...CALLS);
    const first = await client.responses.create({ ...ASK, tools: [tool], store: false });
    kernel.answer = () => of(PROMPT, delta('Sunny.'), end());
    const outputs = first.output.flatMap((item) =>
      item.type === 'function_call'
        ? [{ type: 'function_call_output' as const, call_id: item.call_id, output: 'Sunny.' }]
        : [],
    );
    const input = [{ role: 'user' as const, content: ASK.input }, ...toResponseInputItems(first.output), ...outputs];
    const second = await client.responses.create({ model: 'default', input, tools: [tool], store: false });
    expect(second.output_text).toBe('Sunny.');
    expect(kernel.calls[1]?.request.prompt).toMatchObject({
      messages: [
        { role: 'user' },
        { role: 'assistant', reasoning: 'I need the weather.', toolCalls: [{ id: 'call_1' }, { id: 'call_2' }] },
        { role: 'tool', callId: 'call_1', name: 'weather' },
        { role: 'tool', callId: 'call_2', name: 'weather' },
      ],
    });
  });

  it('goes on from a response', async () => {
    kernel.answer = () => of(...CALLS);
    const first = await client.responses.create({ ...ASK, tools: [tool] });
    kernel.answer = () => of(PROMPT, delta('Sunny.'), end());
    const second = await client.responses
      .stream({
        model: 'default',
        previous_response_id: first.id,
        input: ['call_1', 'call_2'].map((call_id) => ({ type: 'function_call_output', call_id, output: '21 °C' })),
      })
      .finalResponse();
    expect(second).toMatchObject({ previous_response_id: first.id, output_text: 'Sunny.' });
    expect(kernel.calls[1]?.request.prompt).toMatchObject({
      messages: [
        { role: 'user' },
        { role: 'assistant' },
        { role: 'tool' },
        { role: 'tool', content: [{ text: '21 °C' }] },
      ],
    });
    const types: string[] = [];
    for await (const { type } of client.responses.inputItems.list(second.id, { limit: 2, order: 'asc' }))
      types.push(type);
    expect(types).toEqual([
      'message',
      'reasoning',
      'message',
      ...['function_call', 'function_call', 'function_call_output', 'function_call_output'],
    ]);
  });

  it('parses an answer by a schema', async () => {
    kernel.answer = () => of(PROMPT, delta('{"city":"Paris",'), delta('"days":2}'), end());
    const format = zodTextFormat(Weather, 'forecast');
    const response = await client.responses.parse({ ...ASK, text: { format } });
    expect(response.output_parsed).toEqual({ city: 'Paris', days: 2 });
    expect(kernel.calls[0]?.request.constraint).toEqual({ jsonSchema: format.schema });
    const streamed = await client.responses.stream({ ...ASK, text: { format } }).finalResponse();
    expect(streamed.output_parsed).toEqual({ city: 'Paris', days: 2 });
  });

  it('is told that an answer was cut', async () => {
    kernel.answer = () => of<GenerationEvent[]>(PROMPT, delta('Sun'), { ...end(), finishReason: 'length' });
    const stream = client.responses.stream({ ...ASK, max_output_tokens: 16 });
    expect(await stream.finalResponse()).toMatchObject({
      status: 'incomplete',
      incomplete_details: { reason: 'max_output_tokens' },
      output_text: 'Sun',
    });
  });

  it('gets log probabilities', async () => {
    const top = [{ token: 1, text: 'a', bytes: [97], logprob: -0.5 }];
    const logprobs = [{ token: 1, text: 'a', bytes: [97], logprob: -0.5, top }];
    kernel.answer = () => of<GenerationEvent[]>(PROMPT, { ...(delta('a') as TextDelta), logprobs }, end());
    const include = ['message.output_text.logprobs' as const];
    const { output } = await client.responses.create({ ...ASK, include, top_logprobs: 1 });
    expect(output).toMatchObject([
      { content: [{ logprobs: [{ token: 'a', logprob: -0.5, top_logprobs: [{ token: 'a' }] }] }] },
    ]);
  });

  it('shows, counts, deletes and cannot cancel', async () => {
    const { id } = await client.responses.create(ASK);
    expect(await client.responses.retrieve(id)).toMatchObject({ id, output_text: 'Sunny.' });
    expect(await client.responses.inputTokens.count(ASK)).toEqual({ object: 'response.input_tokens', input_tokens: 3 });
    await expect(client.responses.cancel(id)).rejects.toThrow(BadRequestError);
    await client.responses.delete(id);
    await expect(client.responses.retrieve(id)).rejects.toThrow(NotFoundError);
    const next = client.responses.create({ ...ASK, previous_response_id: id });
    await expect(next).rejects.toMatchObject({ code: 'previous_response_not_found', param: 'previous_response_id' });
  });

  it('is told of a failure in the middle of a stream', async () => {
    const stopped = new PluginError('ENGINE_CRASHED', 'The engine stopped.');
    kernel.answer = () =>
      concat(
        of(PROMPT, delta('Sun')),
        throwError(() => stopped),
      );
    const failure = client.responses.stream(ASK).finalResponse();
    await expect(failure).rejects.toThrow(APIError);
    await expect(failure).rejects.toMatchObject({ code: 'engine_crashed', message: 'The engine stopped.' });
  });
});
