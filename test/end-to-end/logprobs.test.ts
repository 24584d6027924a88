// Log probabilities together with all else that shapes an answer: the tokens are those that were given out, no more and no
// less, and a stream has the same ones as a whole answer.
import OpenAI from 'openai';
import { type RunningServer, startServer } from './server.js';

const WEATHER = {
  type: 'function' as const,
  function: {
    name: 'weather',
    strict: true,
    parameters: {
      type: 'object',
      properties: { city: { enum: ['Paris', 'Rome'] }, days: { type: 'integer', minimum: 1, maximum: 9 } },
      required: ['city', 'days'],
      additionalProperties: false,
    },
  },
};
const FRANCE = [{ role: 'user' as const, content: 'What is the capital of France?' }];
const chat = { model: 'default', messages: FRANCE, temperature: 0, logprobs: true, top_logprobs: 20 };
type ChatRequest = OpenAI.ChatCompletionCreateParamsNonStreaming;
type Scored = OpenAI.ChatCompletionTokenLogprob;

let server: RunningServer;
let client: OpenAI;
beforeAll(async () => {
  server = await startServer();
  client = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: 'any', maxRetries: 0 });
});
afterAll(() => server?.end());

/** What every list of log probabilities must be. */
function isSound(scored: Scored[]): void {
  expect(scored.length).toBeGreaterThan(0);
  for (const { token, bytes, logprob, top_logprobs } of scored) {
    expect(Buffer.from(bytes ?? []).toString()).toBe(token);
    expect(logprob).toBeLessThanOrEqual(0);
    expect(top_logprobs).toHaveLength(20);
    const sum = top_logprobs.reduce((all, other) => all + Math.exp(other.logprob), 0);
    expect(sum).toBeLessThanOrEqual(1.001);
    const sorted = top_logprobs.map((other) => other.logprob);
    expect(sorted).toEqual([...sorted].sort((one, other) => other - one));
    // the chosen token has the probability that it has among the likeliest
    const among = top_logprobs.find((other) => other.token === token);
    if (among) expect(among.logprob).toBeCloseTo(logprob, 5);
  }
}

const tokens = (scored: Scored[]) => scored.map(({ token }) => token).join('');

/** The same request whole and streamed: the choice, and what the chunks had. */
async function both(request: ChatRequest) {
  const whole = (await client.chat.completions.create(request)).choices[0];
  const scored: Scored[] = [];
  let finish: string | null = null;
  for await (const { choices } of await client.chat.completions.create({ ...request, stream: true })) {
    scored.push(...(choices[0]?.logprobs?.content ?? []));
    finish = choices[0]?.finish_reason ?? finish;
  }
  if (!whole) throw new Error('no choice');
  expect(finish).toBe(whole.finish_reason);
  expect(scored.map(({ token }) => token)).toEqual(whole.logprobs?.content?.map(({ token }) => token));
  for (const [at, one] of scored.entries()) {
    // batches of other sizes round otherwise
    const same = whole.logprobs?.content?.[at]?.logprob as number;
    expect(Math.abs(one.logprob - same)).toBeLessThan(0.05 + 0.01 * Math.abs(same));
  }
  return { whole, scored };
}

it('are those of a forced call, whole and streamed', async () => {
  for (const tool_choice of ['required', { type: 'function', function: { name: 'weather' } }] as const) {
    const { whole, scored } = await both({ ...chat, tools: [WEATHER], tool_choice, parallel_tool_calls: false });
    isSound(scored);
    const [call] = whole.message.tool_calls ?? [];
    if (call?.type !== 'function') throw new Error('no call');
    expect(tokens(scored)).toContain(call.function.arguments);
    expect(tokens(scored)).toContain('"weather"');
  }
});

it('are those of the words where tools are there and none is called', async () => {
  const { whole, scored } = await both({ ...chat, tools: [WEATHER], tool_choice: 'none' });
  isSound(scored);
  expect(tokens(scored)).toBe(whole.message.content);
});

it('end before a stop string, and a token that it cuts is not among them', async () => {
  const { choices } = await client.chat.completions.create(chat);
  const answer = choices[0]?.message.content ?? '';
  for (const stop of [answer.slice(4, 8), answer.slice(9, 12), answer.slice(-1)]) {
    const { whole, scored } = await both({ ...chat, stop });
    expect(whole.finish_reason).toBe('stop');
    expect(whole.message.content).toBe(answer.slice(0, answer.indexOf(stop)));
    // a token of which the beginning is shown counts
    expect(tokens(scored).startsWith(whole.message.content ?? '')).toBe(true);
    expect(tokens(scored.slice(0, -1)).length).toBeLessThan((whole.message.content ?? '').length + 1);
  }
});

it('are those of several answers, each its own', async () => {
  const { choices } = await client.chat.completions.create({
    ...chat,
    temperature: 1.5,
    seed: 3,
    n: 3,
    max_tokens: 12,
  });
  for (const { message, logprobs } of choices) {
    isSound(logprobs?.content ?? []);
    expect(tokens(logprobs?.content ?? [])).toBe(message.content);
  }
});

it('do not change what is said', async () => {
  const { logprobs: _, top_logprobs: __, ...plain } = chat;
  const [one, other] = await Promise.all([client.chat.completions.create(plain), client.chat.completions.create(chat)]);
  expect(one.choices[0]?.message.content).toBe(other.choices[0]?.message.content);
});

it('are there in completions with stop strings and a form, whole and streamed', async () => {
  const request = { model: 'default', prompt: 'A number: ', temperature: 0, logprobs: 5, max_tokens: 12 };
  for (const more of [{ stop: ['4', '7'] }, { regex: '[0-9]{6}' }]) {
    const whole = (await client.completions.create({ ...request, ...more })).choices[0];
    const pieces: string[] = [];
    for await (const { choices } of await client.completions.create({ ...request, ...more, stream: true })) {
      pieces.push(...(choices[0]?.logprobs?.tokens ?? []));
    }
    expect(pieces).toEqual(whole?.logprobs?.tokens);
    expect(pieces.join('').startsWith(whole?.text ?? '')).toBe(true);
    for (const top of whole?.logprobs?.top_logprobs ?? []) expect(Object.keys(top).length).toBeLessThanOrEqual(6);
  }
});

it("are there in Ollama's chat", async () => {
  const post = async (body: object) =>
    (await (await server.post('/api/chat', { model: 'default', messages: FRANCE, stream: false, ...body })).json()) as {
      message: { content: string };
      logprobs: { token: string }[];
    };
  const { message, logprobs } = await post({ logprobs: true, top_logprobs: 2, options: { temperature: 0 } });
  expect(logprobs.map(({ token }) => token).join('')).toBe(message.content);
});

it('are in responses too, with tools beside', async () => {
  const response = await client.responses.create({
    model: 'default',
    input: 'What is the capital of France?',
    temperature: 0,
    include: ['message.output_text.logprobs'],
    top_logprobs: 2,
    tools: [{ type: 'function', name: 'weather', parameters: {}, strict: false }],
    tool_choice: 'none',
  });
  const [item] = response.output;
  const [part] = item?.type === 'message' ? item.content : [];
  if (part?.type !== 'output_text') throw new Error('no text');
  expect(part.logprobs?.map(({ token }) => token).join('')).toBe(part.text);
});
