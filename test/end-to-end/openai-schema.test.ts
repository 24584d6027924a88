import { Ajv } from 'ajv';
import { CHAT_CHUNK, CHAT_COMPLETION } from '../openai-schema/chat-schema.js';
import { completion, EMBEDDINGS, ERROR, MODEL, MODELS } from '../openai-schema/completion-schema.js';
import { RESPONSE, RESPONSE_EVENTS } from '../openai-schema/response-schema.js';
import type { Schema } from '../openai-schema/schema-parts.js';
import { eventData, type RunningServer, startServer } from './server.js';

const ajv = new Ajv({ strict: false });
const messages = [{ role: 'user', content: 'What is the capital of France?' }];
const tool = {
  name: 'weather',
  description: 'The weather in a city.',
  parameters: { type: 'object', maxProperties: 0 },
};
const schema = { type: 'object', properties: { a: { enum: [7] } }, required: ['a'], additionalProperties: false };
const format = { name: 'seven', schema, strict: true };

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.end());

/** Fails with what is wrong, and where, unless the value is as OpenAI's own document has it. */
function expectValid(schema: Schema, value: unknown): void {
  const valid = ajv.validate(schema, value);
  expect([valid, ajv.errorsText(), valid ? '' : JSON.stringify(value)]).toEqual([true, 'No errors', '']);
}

const whole = async (path: string, body: object) => (await server.post(path, { model: 'default', ...body })).json();
const events = async (path: string, body: object) => {
  const response = await server.post(path, { model: 'default', stream: true, ...body });
  return eventData(await response.text()).filter((data) => data !== '[DONE]');
};

describe("OpenAI's document has it so", () => {
  it.each([
    ['plain', {}],
    ['with probabilities', { logprobs: true, top_logprobs: 2 }],
    ['cut', { max_completion_tokens: 2, n: 2 }],
    ['with tools', { tools: [{ type: 'function', function: tool }] }],
    [
      'that calls',
      { tools: [{ type: 'function', function: tool }], tool_choice: 'required', logprobs: true, max_tokens: 100 },
    ],
    ['held to a schema', { response_format: { type: 'json_schema', json_schema: format } }],
    ['with usage and a stop string', { stop: ['Paris'], logprobs: true, stream_options: { include_usage: true } }],
  ])('chat, %s', async (_, options) => {
    const { stream_options, ...rest } = options as { stream_options?: object };
    expectValid(CHAT_COMPLETION, await whole('/v1/chat/completions', { messages, temperature: 0, ...rest }));
    const chunks = await events('/v1/chat/completions', { messages, temperature: 0, stream_options, ...rest });
    expect(chunks.length).toBeGreaterThan(2);
    for (const chunk of chunks) expectValid(CHAT_CHUNK, JSON.parse(chunk));
  });

  it.each([
    ['plain', {}],
    ['with probabilities', { logprobs: 2 }],
    ['with the prompt', { logprobs: 1, echo: true }],
  ])('completions, %s', async (_, options) => {
    const body = { prompt: 'The capital of France is', max_tokens: 4, ...options };
    expectValid(completion(false), await whole('/v1/completions', body));
    for (const chunk of await events('/v1/completions', body)) expectValid(completion(true), JSON.parse(chunk));
  });

  it('embeddings', async () => {
    expectValid(EMBEDDINGS, await whole('/v1/embeddings', { input: ['a', 'b'], encoding_format: 'float' }));
  });

  it('models', async () => {
    const models = await server.json<{ data: { id: string }[] }>('/v1/models');
    expectValid(MODELS, models);
    expectValid(MODEL, await server.json(`/v1/models/${models.data[0]?.id}`));
  });

  it('errors', async () => {
    for (const [path, body] of [
      ['/v1/chat/completions', { messages: [] }],
      ['/v1/completions', { prompt: 'a', x: 1 }],
      ['/v1/embeddings', { input: '' }],
      ['/v1/responses', { input: 'a', model: 'gpt' }],
    ] as const)
      expectValid(ERROR, await whole(path, body));
    expectValid(ERROR, await server.json('/v1/models/gpt'));
  });

  it.each([
    ['plain', {}],
    ['with probabilities', { include: ['message.output_text.logprobs'], top_logprobs: 1 }],
    ['cut', { max_output_tokens: 2 }],
    ['with tools', { tools: [{ type: 'function', ...tool }], instructions: 'Be brief.' }],
    ['that calls', { tools: [{ type: 'function', ...tool }], tool_choice: 'required', max_output_tokens: 100 }],
    ['held to a schema', { text: { format: { type: 'json_schema', ...format } } }],
  ])('responses, %s', async (_, options) => {
    const body = { input: 'What is the capital of France?', temperature: 0, ...options };
    expectValid(RESPONSE, await whole('/v1/responses', body));
    const sent = (await events('/v1/responses', body)).map((data) => JSON.parse(data));
    expect(sent.map(({ sequence_number }) => sequence_number)).toEqual(sent.map((_event, index) => index));
    expect(sent[0].type).toBe('response.created');
    expect(sent.at(-1).type).toMatch(/^response\.(completed|incomplete)$/);
    for (const event of sent) expectValid(RESPONSE_EVENTS[event.type] ?? { not: {} }, event);
  });
});
