// Long because it is a table: what each parameter that is honoured does, told by answers of the real server.
import { type Asking, LONG, STORY } from './asking.js';

type Effect = (asking: Asking) => Promise<void>;

const WILD = { temperature: 2, seed: 1 };
const FUNCTION = { name: 'weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } };
const SCHEMA = { type: 'object', properties: { a: { enum: [7] } }, required: ['a'], additionalProperties: false };
const RIGHT_JSON = { a: 7 };

const greedy = async (it: Asking) => (await it.ask({ temperature: 0 })).text;
/** However wild the temperature, this leaves the likeliest token alone. */
const tames =
  (fields: object): Effect =>
  async (it) =>
    expect((await it.ask({ ...WILD, ...fields })).text).toBe(await greedy(it));
/** A story as it comes likeliest, and one that is drawn: where one has no place that the fields change, the other does. */
const changesStory =
  (fields: object): Effect =>
  async (it) => {
    const story = { ...it.endpoint.question(STORY), ...it.endpoint.limit(60) };
    const told = async (more: object) =>
      Promise.all(
        [{}, { temperature: 1.5, seed: 3 }].map(async (how) => (await it.ask({ ...story, ...how, ...more })).text),
      );
    expect(await told(fields)).not.toEqual(await told({}));
  };
const holdsTo =
  (fields: object, form: RegExp): Effect =>
  async (it) =>
    expect((await it.ask({ ...it.endpoint.limit(32), ...fields })).text).toMatch(form);
const limits =
  (name: string): Effect =>
  async (it) =>
    expect((await it.ask({ [name]: 2 })).tokens[1]).toBe(2);
const isRefused =
  (fields: object, param: string): Effect =>
  (it) =>
    it.refuses(fields, param);
const moreTokens =
  (fields: object): Effect =>
  async (it) =>
    expect((await it.ask(fields)).tokens[0]).toBeGreaterThan((await it.ask()).tokens[0]);
const logs =
  (fields: object, text: string): Effect =>
  async (it) => {
    await it.ask(fields);
    await it.server.until(() => it.server.output.includes(text));
  };
const isChat = (it: Asking) => it.path === '/v1/chat/completions';
const tools = (it: Asking) => [
  isChat(it) ? { type: 'function', function: FUNCTION } : { type: 'function', ...FUNCTION },
];
const callsOf = ({
  body,
}: {
  body: { choices?: { message: { tool_calls?: unknown[] } }[]; output?: { type: string }[] };
}) => body.choices?.[0]?.message.tool_calls ?? body.output?.filter(({ type }) => type === 'function_call') ?? [];
const counts: Effect = async (it) =>
  expect((await it.ask(it.endpoint.question('Hi'))).tokens[0]).not.toBe((await it.ask()).tokens[0]);
const conversation = (it: Asking) => ({
  [isChat(it) ? 'messages' : 'input']: [
    { role: 'user', content: LONG },
    { role: 'assistant', content: 'Yes.' },
    { role: 'user', content: 'Hi' },
  ],
});
const fitsWith =
  (fields: object): Effect =>
  async (it) => {
    const long = it.path === '/v1/completions' ? { prompt: LONG } : conversation(it);
    expect((await it.ask(long)).body.error.code).toBe('context_length_exceeded');
    expect((await it.ask({ ...long, ...fields, ...it.endpoint.limit(2) })).status).toBe(200);
  };
const schemaIsKept =
  (fields: object): Effect =>
  async (it) =>
    expect(JSON.parse((await it.ask(fields)).text)).toEqual(RIGHT_JSON);
const asSchema = { type: 'json_schema', json_schema: { name: 'seven', schema: SCHEMA, strict: true } };
const asText = { format: { type: 'json_schema', name: 'seven', schema: SCHEMA, strict: true } };
const otherModel: Effect = async (it) => {
  expect((await it.ask({ model: 'otron-tiny-gemma' })).body.model).toBe('otron-tiny-gemma');
  expect((await it.ask({ model: 'gpt' })).status).toBe(404);
};

/** By the parameter's name, or by endpoint and name where one endpoint shows it in another way. */
export const EFFECTS: Record<string, Effect> = {
  temperature: changesStory({ temperature: 0 }),
  top_p: tames({ top_p: 0 }),
  top_k: tames({ top_k: 1 }),
  min_p: tames({ min_p: 1 }),
  seed: async (it) => {
    const story = { ...it.endpoint.question(STORY), ...it.endpoint.limit(40), temperature: 2 };
    const first = (await it.ask({ ...story, seed: 7 })).text;
    expect((await it.ask({ ...story, seed: 7 })).text).toBe(first);
    expect((await it.ask({ ...story, seed: 8 })).text).not.toBe(first);
  },
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
  model: otherModel,
  stream: async (it) => {
    const response = await it.raw({ stream: true });
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    await response.text();
  },
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
  user: logs({ user: 'user-of-this-test' }, 'user-of-this-test'),
  messages: counts,
  prompt: counts,
  input: counts,
  max_completion_tokens: limits('max_completion_tokens'),
  max_tokens: limits('max_tokens'),
  max_output_tokens: limits('max_output_tokens'),
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
  '/v1/responses/input_tokens model': async (it) => expect((await it.ask({ model: 'gpt' })).status).toBe(404),
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
  '/v1/responses stream_options': isRefused({ stream_options: {} }, 'stream_options'),
  '/v1/embeddings model': async (it) => expect((await it.ask({ model: 'gpt' })).status).toBe(404),
  '/v1/rerank model': async (it) => expect((await it.ask({ model: 'gpt' })).status).toBe(404),
  encoding_format: async (it) => {
    expect((await it.ask({ encoding_format: 'base64' })).body.data[0].embedding).toEqual(expect.any(String));
    expect((await it.ask({ encoding_format: 'float' })).body.data[0].embedding).toEqual(expect.any(Array));
  },
  dimensions: isRefused({ dimensions: 60_000 }, 'dimensions'),
  input_type: isRefused({ input_type: 'x' }, 'input_type'),
  truncate: async (it) => {
    expect((await it.ask({ input: LONG })).body.error.code).toBe('context_length_exceeded');
    expect((await it.ask({ input: LONG, truncate: true })).body.usage.truncated_tokens).toBeGreaterThan(0);
  },
  query: async (it) => {
    const first = async (query: string) => (await it.ask({ query })).body.results[0].index;
    expect(await first('Stars.')).not.toBe(await first('The river runs.'));
  },
  documents: async (it) => expect((await it.ask({ documents: ['a', 'b'] })).body.results).toHaveLength(2),
  top_n: async (it) => expect((await it.ask({ top_n: 1 })).body.results).toHaveLength(1),
  return_documents: async (it) => {
    expect((await it.ask({ return_documents: true })).body.results[0].document).toBeDefined();
    expect((await it.ask()).body.results[0].document).toBeUndefined();
  },
};
