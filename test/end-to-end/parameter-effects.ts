// Long because it is a table: what each parameter of OpenAI's endpoints that is honoured does, told by the real server.
import { LONG } from './asked-endpoints.js';
import type { Asking } from './asking.js';
import {
  callsOf,
  changesStory,
  counts,
  type Effect,
  fits,
  greedy,
  holdsTo,
  isRefused,
  isUnknown,
  limits,
  logs,
  moreTokens,
  SCHEMA,
  schemaIsKept,
  seeds,
  streams,
  tames,
  timesOut,
  WEATHER,
  waitsForSlots,
} from './effect-makers.js';
import { MESSAGES_EFFECTS } from './messages-effects.js';
import { OLLAMA_EFFECTS } from './ollama-effects.js';
import { OTHER_EFFECTS } from './other-effects.js';

const isChat = (it: Asking) => it.path.startsWith('/v1/chat') || it.path === '/apply-template';
const tools = (it: Asking) => [isChat(it) ? { type: 'function', function: WEATHER } : { type: 'function', ...WEATHER }];
const conversation = (it: Asking) => ({
  [isChat(it) ? 'messages' : 'input']: [
    { role: 'user', content: LONG },
    { role: 'assistant', content: 'Yes.' },
    { role: 'user', content: 'Hi' },
  ],
});
const fitsWith =
  (fields: object): Effect =>
  (it) =>
    fits(it.path === '/v1/completions' ? { prompt: LONG } : conversation(it), fields)(it);
const asSchema = { type: 'json_schema', json_schema: { name: 'seven', schema: SCHEMA, strict: true } };
const asText = { format: { type: 'json_schema', name: 'seven', schema: SCHEMA, strict: true } };

/** By the parameter's name, or by endpoint and name where one endpoint shows it in another way. */
export const EFFECTS: Record<string, Effect> = {
  temperature: changesStory({ temperature: 0 }),
  top_p: tames({ top_p: 0 }),
  top_k: tames({ top_k: 1 }),
  min_p: tames({ min_p: 1 }),
  seed: seeds,
  presence_penalty: changesStory({ presence_penalty: 2 }),
  frequency_penalty: changesStory({ frequency_penalty: 2 }),
  repeat_penalty: changesStory({ repeat_penalty: 2 }),
  logit_bias: async (it) => {
    const { text } = await it.ask({ logit_bias: { 500: 100 }, ...it.endpoint.limit(3) });
    expect(text.trim().replaceAll(' ', '')).toMatch(/^(.+)\1\1$/);
  },
  grammar: holdsTo({ grammar: 'root ::= "Yes" | "No"' }, /^(Yes|No)$/),
  regex: holdsTo({ regex: '[0-9]{3}' }, /^[0-9]{3}$/),
  choice: holdsTo({ choice: ['red', 'blue'] }, /^(red|blue)$/),
  context_overflow: fitsWith({ context_overflow: 'trim_oldest' }),
  truncation: fitsWith({ truncation: 'auto' }),
  deterministic: async (it) => {
    const cached = async (fields: object) => (await it.ask(fields)).body.usage.prompt_tokens_details.cached_tokens;
    await it.ask();
    expect(await cached({})).toBeGreaterThan(0);
    expect(await cached({ deterministic: true })).toBe(0);
  },
  timings: async (it) => {
    expect((await it.ask({ timings: true })).body.timings).toMatchObject({ prompt_ms: expect.any(Number) });
    expect((await it.ask()).body.timings).toBeUndefined();
  },
  model: async (it) => {
    expect((await it.ask({ model: 'otron-tiny-gemma' })).body.model).toBe('otron-tiny-gemma');
    expect((await it.ask({ model: 'gpt' })).status).toBe(404);
  },
  stream: streams(/^text\/event-stream/),
  stream_options: isRefused({ stream_options: { include_usage: true } }, 'stream_options'),
  'stream_options.include_usage': async (it) => {
    const sent = async (include_usage: boolean) =>
      (await it.raw({ stream: true, stream_options: { include_usage } })).text();
    expect(await sent(true)).toContain('"prompt_tokens":');
    expect(await sent(false)).not.toContain('"prompt_tokens":');
  },
  stop: async (it) => {
    const whole = await greedy(it);
    const stop = whole.slice(4, 8);
    expect((await it.ask({ stop: [stop] })).text).toBe(whole.slice(0, whole.indexOf(stop)));
  },
  n: async (it) => expect((await it.ask({ n: 2 })).body.choices).toHaveLength(2),
  timeout: timesOut(),
  queue_timeout: waitsForSlots,
  user: logs({ user: 'user-of-this-test' }, 'user-of-this-test'),
  messages: counts,
  prompt: counts,
  input: counts,
  max_completion_tokens: limits({ max_completion_tokens: 2 }),
  max_tokens: limits({ max_tokens: 2 }),
  max_output_tokens: limits({ max_output_tokens: 2 }),
  logprobs: async (it) => {
    const asked = isChat(it) ? true : 2;
    expect((await it.ask({ logprobs: asked })).body.choices[0].logprobs).not.toBeNull();
    expect((await it.ask()).body.choices[0].logprobs).toBeNull();
  },
  top_logprobs: async (it) => {
    const { choices } = (await it.ask({ logprobs: true, top_logprobs: 3 })).body;
    expect(choices[0].logprobs.content[0].top_logprobs).toHaveLength(3);
  },
  tools: async (it) => moreTokens({ tools: tools(it) })(it),
  tool_choice: async (it) => {
    const [none] = (await it.ask({ tools: tools(it), tool_choice: 'none' })).tokens;
    expect(none).toBe((await it.ask()).tokens[0]);
    if (it.path.endsWith('input_tokens')) return;
    const forced = await it.ask({ tools: tools(it), tool_choice: 'required', ...it.endpoint.limit(64) });
    expect(callsOf(forced).length).toBeGreaterThan(0);
  },
  parallel_tool_calls: async (it) => {
    if (it.path.endsWith('input_tokens')) return it.refuses({ parallel_tool_calls: 1 }, 'parallel_tool_calls');
    const fields = { tools: tools(it), tool_choice: 'required', parallel_tool_calls: false, ...it.endpoint.limit(64) };
    expect(callsOf(await it.ask(fields))).toHaveLength(1);
  },
  response_format: schemaIsKept({ response_format: asSchema }),
  'response_format.type': isRefused({ response_format: { type: 'xml' } }, 'response_format.type'),
  'response_format.json_schema': isRefused({ response_format: { type: 'json_schema' } }, 'response_format.json_schema'),
  'response_format.json_schema.name': isRefused(
    { response_format: { ...asSchema, json_schema: { schema: SCHEMA } } },
    'response_format.json_schema.name',
  ),
  'response_format.json_schema.schema': schemaIsKept({ response_format: asSchema }),
  'response_format.json_schema.strict': isRefused(
    { response_format: { ...asSchema, json_schema: { ...asSchema.json_schema, strict: 1 } } },
    'response_format.json_schema.strict',
  ),
  reasoning_effort: isRefused({ reasoning_effort: 'high' }, 'reasoning_effort'),
  reasoning_budget: isRefused({ reasoning_budget: 9 }, 'reasoning_budget'),
  resumable: async (it) => {
    const response = await it.raw({ stream: true, resumable: true });
    expect(response.headers.get('x-stream-id')).toEqual(expect.any(String));
    await response.text();
  },
  metadata: async (it) => {
    expect((await it.ask({ metadata: { a: 'b' } })).body.metadata).toEqual({ a: 'b' });
  },
  suffix: isRefused({ suffix: 'b' }, 'suffix'),
  echo: async (it) => expect((await it.ask({ echo: true, prompt: 'Once upon' })).text).toMatch(/^Once upon/),
  best_of: async (it) => expect((await it.ask({ best_of: 3 })).tokens[1]).toBeGreaterThan((await it.ask()).tokens[1]),
  instructions: moreTokens({ instructions: 'Answer in one word.' }),
  previous_response_id: async (it) => {
    const { id } = (await it.server.post('/v1/responses', it.endpoint.base).then((answer) => answer.json())) as {
      id: string;
    };
    await moreTokens({ previous_response_id: id })(it);
  },
  text: schemaIsKept({ text: asText }),
  'text.format': schemaIsKept({ text: asText }),
  'text.format.type': isRefused({ text: { format: { type: 'xml' } } }, 'text.format.type'),
  'text.format.name': isRefused({ text: { format: { ...asText.format, name: undefined } } }, 'text.format.name'),
  'text.format.schema': isRefused({ text: { format: { ...asText.format, schema: 1 } } }, 'text.format.schema'),
  'text.format.strict': isRefused({ text: { format: { ...asText.format, strict: 1 } } }, 'text.format.strict'),
  '/v1/responses/input_tokens text': isRefused({ text: 1 }, 'text'),
  '/v1/responses/input_tokens text.format': isRefused({ text: { format: 1 } }, 'text.format'),
  '/v1/responses/input_tokens truncation': isRefused({ truncation: 'x' }, 'truncation'),
  '/v1/responses/input_tokens model': isUnknown({ model: 'gpt' }),
  reasoning: isRefused({ reasoning: { effort: 'high' } }, 'reasoning.effort'),
  'reasoning.effort': isRefused({ reasoning: { effort: 'high' } }, 'reasoning.effort'),
  include: async (it) => {
    const { body } = await it.ask({ include: ['message.output_text.logprobs'] });
    expect(body.output[0].content[0].logprobs.length).toBeGreaterThan(0);
  },
  '/v1/responses top_logprobs': async (it) => {
    const { body } = await it.ask({ include: ['message.output_text.logprobs'], top_logprobs: 3 });
    expect(body.output[0].content[0].logprobs[0].top_logprobs).toHaveLength(3);
  },
  store: async (it) => {
    const found = async (store: boolean) => {
      const { body } = await it.ask({ store });
      return (await fetch(`${it.server.url}/v1/responses/${body.id}`)).status;
    };
    expect([await found(true), await found(false)]).toEqual([200, 404]);
  },
  background: async (it) => {
    const { body } = await it.ask({ background: true });
    expect([body.status, body.output]).toEqual(['in_progress', []]);
    const shown = () => it.server.json<{ status: string }>(`/v1/responses/${body.id}`);
    await it.server.until(async () => (await shown()).status === 'completed');
  },
  '/v1/responses stream_options': isRefused({ stream_options: {} }, 'stream_options'),
  ...MESSAGES_EFFECTS,
  ...OLLAMA_EFFECTS,
  ...OTHER_EFFECTS,
};
