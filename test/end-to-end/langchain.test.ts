// LangChain's own clients, unchanged, against the running server.
import { HumanMessage, SystemMessage, ToolMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { ChatOpenAI, OpenAIEmbeddings } from '@langchain/openai';
import { z } from 'zod';
import { type RunningServer, startServer } from './server.js';

const City = z.object({
  name: z.string().max(12),
  country: z.enum(['France', 'Italy']),
  stars: z.number().int().min(1).max(5),
});
const weather = tool(async ({ city }) => `21 degrees in ${city}`, {
  name: 'weather',
  description: 'Tells the weather in a city.',
  schema: z.object({ city: z.enum(['Paris', 'Rome']) }),
});

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.end());

const configuration = () => ({ baseURL: `${server.url}/v1` });

describe('ChatOpenAI', () => {
  const chat = (more: object = {}) =>
    new ChatOpenAI({
      model: 'otron-tiny-llama',
      apiKey: 'any',
      temperature: 0,
      maxRetries: 0,
      configuration: configuration(),
      ...more,
    });
  const question = new HumanMessage('What is the capital of France?');

  it('answers, and counts tokens', async () => {
    const answer = await chat().invoke([new SystemMessage('Be brief.'), question]);
    expect(answer.content).toContain('Paris');
    expect(answer.usage_metadata?.output_tokens).toBeGreaterThan(3);
    expect(answer.response_metadata).toMatchObject({ finish_reason: 'stop', model_name: 'otron-tiny-llama' });
  });

  it('streams the same', async () => {
    let text = '';
    for await (const { content } of await chat().stream([question])) text += content;
    expect(text).toBe((await chat().invoke([question])).content);
  });

  it('answers several at once', async () => {
    const answers = await chat().batch([[question], [new HumanMessage('What do cows give?')], [question]]);
    expect(answers[0]?.content).toBe(answers[2]?.content);
  });

  it.each(['jsonSchema', 'functionCalling'] as const)('holds an answer to a zod schema by %s', async (method) => {
    const city = await chat({ maxTokens: 200 })
      .withStructuredOutput(City, { name: 'city', method, strict: true })
      .invoke('Tell me about a city.');
    expect(City.parse(city)).toEqual(city);
  });

  it('calls tools and goes on with what they return', async () => {
    const model = chat({ maxTokens: 100 }).bindTools([weather], { tool_choice: 'weather' });
    const asked = [new HumanMessage('What is the weather in Paris?')];
    const called = await model.invoke(asked);
    const [call] = called.tool_calls ?? [];
    expect(call).toMatchObject({ name: 'weather', args: { city: expect.stringMatching(/^(Paris|Rome)$/) } });
    const result = (await weather.invoke(call as never)) as ToolMessage;
    expect(result).toBeInstanceOf(ToolMessage);
    const answer = await chat({ maxTokens: 20 })
      .bindTools([weather])
      .invoke([...asked, called, result]);
    expect(answer.usage_metadata?.input_tokens).toBeGreaterThan(called.usage_metadata?.input_tokens ?? 0);
  });

  it('streams a call in pieces', async () => {
    const model = chat({ maxTokens: 100 }).bindTools([weather], { tool_choice: 'required' });
    let pieces = 0;
    let text = '';
    for await (const chunk of await model.stream('Weather?')) {
      for (const { args = '' } of chunk.tool_call_chunks ?? []) {
        text += args;
        pieces += 1;
      }
    }
    expect(pieces).toBeGreaterThan(1);
    expect(JSON.parse(text)).toEqual({ city: expect.any(String) });
  });

  it('speaks to the Responses API too', async () => {
    const answer = await chat({ useResponsesApi: true }).invoke([question]);
    expect(answer.text).toContain('Paris');
  });

  it('has log probabilities', async () => {
    const { response_metadata } = await chat({ logprobs: true, topLogprobs: 2 }).invoke([question]);
    const { content } = response_metadata.logprobs as { content: { top_logprobs: unknown[] }[] };
    expect(content[0]?.top_logprobs).toHaveLength(2);
  });
});

describe('OpenAIEmbeddings', () => {
  const texts = ['Bread is baked in an oven.', 'The river runs to the sea.', 'A loaf of bread.'];
  const embeddings = (more: object = {}) =>
    new OpenAIEmbeddings({ model: 'default', apiKey: 'any', maxRetries: 0, configuration: configuration(), ...more });
  const cosine = (one: number[], other: number[]) => one.reduce((sum, x, at) => sum + x * (other[at] as number), 0);

  it('tells what is alike, in batches and alone', async () => {
    const vectors = await embeddings({ batchSize: 2 }).embedDocuments(texts);
    const [bread = [], river = [], loaf = []] = vectors;
    expect(cosine(bread, loaf)).toBeGreaterThan(cosine(bread, river));
    const alone = await embeddings().embedQuery(texts[0] as string);
    for (const [at, x] of alone.entries()) expect(x).toBeCloseTo(bread[at] as number, 4);
  });

  it('has the same vectors as numbers and as base64, which is what it asks for by itself', async () => {
    const own = await embeddings().embedDocuments(texts);
    const numbers = await embeddings({ encodingFormat: 'float' }).embedDocuments(texts);
    const base64 = (await embeddings({ encodingFormat: 'base64' }).embedDocuments(texts)) as unknown as string[];
    for (const [at, vector] of numbers.entries()) {
      const bytes = Buffer.from(base64[at] as string, 'base64');
      const decoded = Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(4 * i));
      for (const other of [own[at] as number[], decoded]) {
        expect(other).toHaveLength(vector.length);
        for (const [i, x] of other.entries()) expect(x).toBeCloseTo(vector[i] as number, 5);
      }
    }
  });
});
