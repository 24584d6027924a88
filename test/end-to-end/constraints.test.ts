// Long because one server, which is costly to start, and all that its answers are held to through each official client.
import Anthropic from '@anthropic-ai/sdk';
import { Ollama } from 'ollama';
import OpenAI, { BadRequestError } from 'openai';
import { zodFunction, zodResponseFormat, zodResponsesFunction, zodTextFormat } from 'openai/helpers/zod';
import { z } from 'zod';
import { type RunningServer, startServer } from './server.js';

const City = z.object({
  name: z.string().max(12),
  country: z.enum(['France', 'Italy', 'Spain']),
  visited: z.boolean(),
  stars: z.number().int().min(1).max(5),
  tags: z.array(z.string().regex(/^[a-z]{2,6}$/)).max(3),
  mayor: z.object({ age: z.number().min(0).max(120) }).nullable(),
});
const Weather = z.object({ city: z.string().max(12), days: z.number().int().min(1).max(9) });
const schema = z.toJSONSchema(City);
const messages = [{ role: 'user' as const, content: 'Tell me about a city.' }];
const asked = { model: 'default', messages, temperature: 0.7, seed: 4 };
const weather = zodFunction({ name: 'weather', parameters: Weather, description: 'Tells the weather in a city.' });
const time = { type: 'function' as const, function: { name: 'time', description: 'Tells the time.' } };

/** The function that a call is of, with its arguments as the client read them. */
function calledBy(call: unknown): { name: string; arguments: string; parsed_arguments: unknown } {
  return (call as { function: { name: string; arguments: string; parsed_arguments: unknown } }).function;
}

let server: RunningServer;
let client: OpenAI;
let anthropic: Anthropic;
let ollama: Ollama;

beforeAll(async () => {
  server = await startServer();
  client = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: 'any', maxRetries: 0 });
  anthropic = new Anthropic({ baseURL: server.url, apiKey: 'any', maxRetries: 0 });
  ollama = new Ollama({ host: server.url });
});

afterAll(() => server?.end());

describe.each(['otron-tiny-llama', 'otron-tiny-gemma'])('the openai client with %s', (model) => {
  it('parses a chat answer by a zod schema, whole and streamed', async () => {
    const request = { ...asked, model, response_format: zodResponseFormat(City, 'city') };
    const answer = await client.chat.completions.parse(request);
    expect(answer.choices[0]?.finish_reason).toBe('stop');
    expect(City.parse(answer.choices[0]?.message.parsed)).toEqual(answer.choices[0]?.message.parsed);
    const streamed = await client.chat.completions.stream(request).finalChatCompletion();
    expect(City.safeParse(streamed.choices[0]?.message.parsed).success).toBe(true);
  });

  it('calls what it must, with arguments that parse', async () => {
    for (const tool_choice of ['required', { type: 'function', function: { name: 'weather' } }] as const) {
      const answer = await client.chat.completions.parse({ ...asked, model, tools: [weather], tool_choice });
      const [choice] = answer.choices;
      expect(choice?.finish_reason).toBe('tool_calls');
      expect(choice?.message.content).toBeNull();
      const called = calledBy(choice?.message.tool_calls?.[0]);
      expect(called.name).toBe('weather');
      expect(Weather.safeParse(called.parsed_arguments).success).toBe(true);
    }
  });

  it('streams a call as it is written', async () => {
    const deltas: string[] = [];
    const stream = client.chat.completions
      .stream({ ...asked, model, tools: [weather], tool_choice: 'required', parallel_tool_calls: false })
      .on('tool_calls.function.arguments.delta', ({ arguments_delta }) => deltas.push(arguments_delta));
    const answer = await stream.finalChatCompletion();
    const called = calledBy(answer.choices[0]?.message.tool_calls?.[0]);
    expect(answer.choices[0]?.message.tool_calls).toHaveLength(1);
    expect(Weather.safeParse(called.parsed_arguments).success).toBe(true);
    expect(deltas.length).toBeGreaterThan(2);
    expect(deltas.join('')).toBe(called.arguments);
  });

  it('parses a response by a zod schema, and its calls', async () => {
    const base = { model, input: 'Tell me about a city.', temperature: 0.7 };
    const response = await client.responses.parse({ ...base, text: { format: zodTextFormat(City, 'city') } });
    expect(City.safeParse(response.output_parsed).success).toBe(true);
    const tool = zodResponsesFunction({ name: 'weather', parameters: Weather });
    const called = await client.responses.parse({ ...base, tools: [tool], tool_choice: 'required' });
    const call = called.output.find(({ type }) => type === 'function_call');
    expect(call).toMatchObject({ name: 'weather', parsed_arguments: expect.anything() });
  });
});

describe('the openai client', () => {
  const ask = async (extension: object, more: object = {}) =>
    (await client.chat.completions.create({ ...asked, ...more, ...extension })).choices;

  it('gets a JSON object, a choice, a regular expression, a grammar', async () => {
    const [json] = await ask({ response_format: { type: 'json_object' }, max_completion_tokens: 400 });
    if (json?.finish_reason === 'stop') expect(JSON.parse(json.message.content ?? '')).toBeInstanceOf(Object);
    else expect(json?.finish_reason).toBe('length');
    for (const { message } of await ask({ choice: ['yes', 'no'] }, { n: 3 }))
      expect(message.content).toMatch(/^(yes|no)$/);
    for (const { message } of await ask({ regex: '[A-Z]{2}-\\d{3}' }, { n: 3 })) {
      expect(message.content).toMatch(/^[A-Z]{2}-\d{3}$/);
    }
    const [held] = await ask({ grammar: 'root ::= "<" word ">"\nword ::= [a-z]{3}' });
    expect(held?.message.content).toMatch(/^<[a-z]{3}>$/);
    const text = await client.completions.create({
      model: 'default',
      prompt: 'Ice is',
      ...{ choice: [' cold', ' hot'] },
    });
    expect(text.choices[0]?.text).toMatch(/^ (cold|hot)$/);
  });

  it('has log probabilities of a held answer', async () => {
    const [choice] = await ask({ regex: '\\d{4}' }, { logprobs: true, top_logprobs: 2 });
    expect(choice?.logprobs?.content?.map(({ token }) => token).join('')).toBe(choice?.message.content);
  });

  it('is cut by the length alone, and told so', async () => {
    const response_format = { type: 'json_schema' as const, json_schema: { name: 'city', schema } };
    const [choice] = await ask({ response_format }, { max_completion_tokens: 5 });
    expect(choice?.finish_reason).toBe('length');
  });

  it.each<[string, object, string, string]>([
    [
      'a keyword',
      {
        response_format: {
          type: 'json_schema',
          json_schema: { name: 'x', schema: { properties: { a: { multipleOf: 2 } } } },
        },
      },
      'response_format',
      '/properties/a/multipleOf',
    ],
    ['a grammar', { grammar: 'root ::= other' }, 'grammar', 'other'],
    ['an expression', { regex: '(a' }, 'regex', 'Unterminated group'],
    ['a bomb', { regex: '((a{0,999}){0,999}){0,999}' }, 'regex', 'too'],
    [
      'strict arguments',
      {
        tools: [
          {
            type: 'function',
            function: {
              name: 'f',
              strict: true,
              parameters: { type: 'object', properties: { a: { format: 'color' } } },
            },
          },
        ],
      },
      'tools[0]',
      '/properties/a/format',
    ],
  ])('learns what of %s cannot be held', async (_what, fields, param, words) => {
    const error = await ask(fields).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(BadRequestError);
    expect(error).toMatchObject({ status: 400, param });
    expect((error as BadRequestError).message).toContain(words);
  });

  it('says what models can be held to', async () => {
    const { capabilities } = await server.json<{ capabilities: { structured_output: string[] } }>('/v1/models/default');
    expect(capabilities.structured_output).toEqual(
      expect.arrayContaining(['json_object', 'json_schema', 'grammar', 'regex', 'choice']),
    );
    const text = JSON.stringify(await server.json('/v1/parameters?model=default'));
    expect(text).not.toContain('cannot be held to this form');
  });

  it('leaves neighbors alone', async () => {
    const free = {
      model: 'default',
      messages: [{ role: 'user' as const, content: 'What is the capital of France?' }],
      temperature: 0,
    };
    const [one, two] = await Promise.all([
      client.chat.completions.create(free),
      client.chat.completions.create({ ...free, temperature: 1, n: 4, ...{ regex: '[a-z]{30}' } }),
    ]);
    expect(one.choices[0]?.message.content).toContain('Paris');
    for (const { message } of two.choices) expect(message.content).toMatch(/^[a-z]{30}$/);
  });
});

describe('the anthropic client', () => {
  const base = { model: 'default', max_tokens: 300, messages };
  const tools = [
    { name: 'weather', input_schema: z.toJSONSchema(Weather) as Anthropic.Tool.InputSchema },
    { name: 'time', input_schema: { type: 'object' as const, maxProperties: 0 } },
  ];

  it('calls any tool, or the one it must', async () => {
    for (const tool_choice of [{ type: 'any' }, { type: 'tool', name: 'weather' }] as const) {
      const message = await anthropic.messages.create({ ...base, tools, tool_choice });
      expect(message.stop_reason).toBe('tool_use');
      const [block] = message.content;
      if (block?.type !== 'tool_use') throw new Error('no call');
      expect(block.name).toMatch(tool_choice.type === 'tool' ? /^weather$/ : /^(weather|time)$/);
      if (block.name === 'weather') expect(Weather.safeParse(block.input).success).toBe(true);
    }
  });

  it('streams a call', async () => {
    const tool_choice = { type: 'tool' as const, name: 'weather', disable_parallel_tool_use: true };
    const message = await anthropic.messages.stream({ ...base, tools, tool_choice }).finalMessage();
    expect(message.content).toHaveLength(1);
    expect(Weather.safeParse((message.content[0] as Anthropic.ToolUseBlock).input).success).toBe(true);
  });

  it('holds a message to a schema', async () => {
    const message = await anthropic.messages.create({
      ...base,
      output_config: { format: { type: 'json_schema', schema: schema as Record<string, unknown> } },
    });
    const [block] = message.content;
    expect(City.safeParse(JSON.parse((block as Anthropic.TextBlock).text)).success).toBe(true);
  });

  it('names the field of a schema that cannot be held', async () => {
    const format = { type: 'json_schema' as const, schema: { not: {} } };
    await expect(anthropic.messages.create({ ...base, output_config: { format } })).rejects.toThrow(
      /output_config\.format|\/not/,
    );
  });
});

describe('the ollama client', () => {
  const base = { model: 'otron-tiny-llama', options: { num_predict: 300, seed: 2 } };

  it('holds chat and generate to a schema', async () => {
    const { message } = await ollama.chat({ ...base, messages, format: schema });
    expect(City.safeParse(JSON.parse(message.content)).success).toBe(true);
    const { response } = await ollama.generate({ ...base, prompt: 'A city?', format: schema });
    expect(City.safeParse(JSON.parse(response ?? '')).success).toBe(true);
  });

  it('writes any JSON object', async () => {
    const { message, done_reason } = await ollama.chat({ ...base, messages, format: 'json' });
    if (done_reason === 'stop') expect(JSON.parse(message.content)).toBeInstanceOf(Object);
    else expect(done_reason).toBe('length');
  });

  it('names the place in a schema that cannot be held', async () => {
    const format = { type: 'array', uniqueItems: true };
    await expect(ollama.chat({ ...base, messages, format })).rejects.toThrow(/\/uniqueItems/);
  });
});

it('offers a tool without a strict schema all the same, with a warning', async () => {
  const odd = {
    type: 'function',
    function: { name: 'paint', parameters: { type: 'object', properties: { c: { format: 'color' } } } },
  };
  const response = await server.post('/v1/chat/completions', {
    ...asked,
    tools: [odd, time],
    tool_choice: { type: 'function', function: { name: 'paint' } },
    max_completion_tokens: 100,
  });
  const answer = (await response.json()) as { warnings?: { code: string; message: string }[] };
  expect(response.status).toBe(200);
  expect(answer.warnings).toEqual([expect.objectContaining({ code: 'tool_schema_loose' })]);
});
