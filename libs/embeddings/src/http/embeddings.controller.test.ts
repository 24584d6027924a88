import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import fc from 'fast-check';
import OpenAI from 'openai';
import { FakeEmbedder, FakeKernel } from '../testing/fake-kernel.js';
import { startApp, until } from '../testing/start-app.js';

const PATH = '/v1/embeddings';

let app: NestFastifyApplication;
let url: string;
let post: Awaited<ReturnType<typeof startApp>>['post'];
let embedder: FakeEmbedder;

async function start(fake = new FakeEmbedder(), options = {}): Promise<void> {
  embedder = fake;
  ({ app, url, post } = await startApp(new FakeKernel().add('embedding', fake), options));
}

afterEach(() => app.close());

async function vectorOf(text: string): Promise<Float32Array> {
  const [row] = await embedder.tokenize([text]);
  return embedder.vectorOf(row as number[]);
}

async function errorOf(response: Response): Promise<[number, string, string]> {
  const { error } = (await response.json()) as { error: { param: string; code: string } };
  return [response.status, error.param, error.code];
}

describe('POST /v1/embeddings', () => {
  it('serves the openai client, which asks for base64 by itself', async () => {
    await start();
    const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: 'none', maxRetries: 0 });
    const texts = ['one', 'two words', 'one'];
    const answer = await client.embeddings.create({ model: 'default', input: texts });
    expect(answer).toMatchObject({
      object: 'list',
      model: 'fake-embedder',
      usage: { prompt_tokens: 10, total_tokens: 10 },
    });
    expect(answer.data.map(({ index }) => index)).toEqual([0, 1, 2]);
    for (const [i, text] of texts.entries()) {
      expect(answer.data[i]?.embedding).toEqual([...(await vectorOf(text))]);
    }
    const floats = await client.embeddings.create({ model: 'fake-embedder', input: 'one', encoding_format: 'float' });
    expect(floats.data[0]?.embedding).toEqual([...(await vectorOf('one'))]);
    const failure = client.embeddings.create({ model: 'nothing', input: 'one' });
    await expect(failure).rejects.toMatchObject({ constructor: OpenAI.NotFoundError, code: 'model_not_found' });
  });

  it('serves token ids as LangChain sends them, framed like the text they stand for', async () => {
    await start();
    const [row] = await embedder.tokenize(['two words']);
    const bare = (row as number[]).slice(1, -1);
    for (const input of [bare, [bare]]) {
      const answer = await (await post(PATH, { input, model: 'default', encoding_format: 'base64' })).json();
      const { data } = answer as { data: { embedding: string }[] };
      const bytes = Buffer.from(data[0]?.embedding as string, 'base64');
      expect(bytes).toEqual(Buffer.from(embedder.vectorOf(row as number[]).buffer));
    }
  });

  it('cuts vectors to a length that the model was trained for', async () => {
    await start();
    const answer = await (await post(PATH, { input: 'one', dimensions: 4 })).json();
    const { embedding } = (answer as { data: [{ embedding: number[] }] }).data[0];
    const whole = [...(await vectorOf('one'))].slice(0, 4);
    const norm = Math.hypot(...whole);
    embedding.forEach((value, i) => {
      expect(value).toBeCloseTo((whole[i] as number) / norm, 6);
    });
    expect(await errorOf(await post(PATH, { input: 'one', dimensions: 5 }))).toEqual([
      400,
      'dimensions',
      'unsupported_parameter',
    ]);
  });

  it('cuts vectors to any length where the configuration allows it', async () => {
    await start(new FakeEmbedder(), { anyDimensions: true });
    const answer = await (await post(PATH, { input: 'one', dimensions: 5 })).json();
    expect((answer as { data: [{ embedding: number[] }] }).data[0].embedding).toHaveLength(5);
  });

  it("puts the model's prefix before the texts", async () => {
    await start(new FakeEmbedder({ prefixes: { query: 'ask ', passage: '' } }));
    const embedding = async (body: object) => {
      const answer = await (await post(PATH, { input: 'one', ...body })).json();
      return (answer as { data: [{ embedding: number[] }] }).data[0].embedding;
    };
    expect(await embedding({ input_type: 'query' })).toEqual([...(await vectorOf('ask one'))]);
    expect(await embedding({ input_type: 'passage' })).toEqual([...(await vectorOf('one'))]);
    expect(await embedding({})).toEqual([...(await vectorOf('one'))]);
    expect(await errorOf(await post(PATH, { input: [5], input_type: 'query' }))).toEqual([
      400,
      'input_type',
      'unsupported_parameter',
    ]);
  });

  it('refuses a text that is too long with both numbers, or cuts it when allowed', async () => {
    await start();
    const long = Array(20).fill('word').join(' ');
    const refused = await post(PATH, { input: ['short', long] });
    const { error } = (await refused.json()) as { error: { message: string; param: string; code: string } };
    expect(refused.status).toBe(400);
    expect(error).toMatchObject({ param: 'input[1]', code: 'context_length_exceeded' });
    expect(error.message).toMatch(/22 tokens.*16 at most/);
    const cut = await (await post(PATH, { input: ['short', long], truncate: true })).json();
    expect((cut as { usage: object }).usage).toEqual({ prompt_tokens: 19, total_tokens: 19, truncated_tokens: 6 });
    const { data } = cut as { data: { embedding: number[] }[] };
    expect(data[1]?.embedding).toEqual([...(await vectorOf(Array(14).fill('word').join(' ')))]);
    const tokens = await post(PATH, { input: Array(20).fill(5) });
    expect(await errorOf(tokens)).toEqual([400, 'input', 'context_length_exceeded']);
  });

  it.each<[string, object, string, string]>([
    ['no input', {}, 'input', 'missing_required_parameter'],
    ['an empty array', { input: [] }, 'input', 'invalid_value'],
    ['an empty string', { input: ['a', ''] }, 'input[1]', 'invalid_value'],
    ['too many texts', { input: Array(2049).fill('a') }, 'input', 'invalid_value'],
    ['mixed kinds', { input: ['a', 1] }, 'input[1]', 'invalid_value'],
    ['a token that the model does not have', { input: [[5], [5, 1000]] }, 'input[1][1]', 'invalid_value'],
    ['arrays too deep', { input: [[[1]]] }, 'input[0][0]', 'invalid_value'],
    ['an unknown field', { input: 'a', colour: 'red' }, 'colour', 'unknown_parameter'],
    ['a wrong type', { input: 'a', dimensions: '4' }, 'dimensions', 'invalid_value'],
  ])('refuses %s by name', async (_, body, param, code) => {
    await start();
    expect(await errorOf(await post(PATH, body))).toEqual([400, param, code]);
    expect(embedder.forwards).toHaveLength(0);
  });

  it('computes the texts of many clients together', async () => {
    await start();
    const release = embedder.hold();
    const first = post(PATH, { input: 'first' });
    await until(() => embedder.forwards.length === 1);
    const words = Array.from({ length: 64 }, (_, i) => `word${i}`);
    const others = words.map((input) => post(PATH, { input, encoding_format: 'float' }));
    await until(() => embedder.tokenized === 65);
    release();
    await first;
    const answers = await Promise.all(others.map(async (response) => (await response).json()));
    expect(embedder.forwards.map((rows) => rows.length)).toEqual([1, 64]);
    for (const [i, answer] of answers.entries()) {
      const { embedding } = (answer as { data: [{ embedding: number[] }] }).data[0];
      expect(embedding).toEqual([...(await vectorOf(words[i] as string))]);
    }
  });

  it('drops what a client that left has waiting, and makes room', async () => {
    await start(new FakeEmbedder(), { queueTexts: 4 });
    const release = embedder.hold();
    const first = post(PATH, { input: 'first' });
    await until(() => embedder.forwards.length === 1);
    const leaver = new AbortController();
    const left = post(PATH, { input: ['a', 'b', 'c'] }, leaver.signal).catch(() => 'left');
    await until(() => embedder.tokenized === 4);
    const refused = await post(PATH, { input: 'no room' });
    expect(await errorOf(refused)).toEqual([429, null, 'overloaded']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    leaver.abort();
    expect(await left).toBe('left');
    // a token that the model does not have is looked at once there is room
    while ((await post(PATH, { input: [5000] })).status === 429);
    release();
    expect((await first).status).toBe(200);
    expect(embedder.forwards).toHaveLength(1);
  });

  it('answers a defect of the model with 500 and no insides', async () => {
    await start();
    embedder.embed = async () => {
      throw new Error('secret');
    };
    const response = await post(PATH, { input: ['a', 'b'] });
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('secret');
  });

  it('answers any body with 200 or a fault of the client', async () => {
    await start();
    const value = fc.oneof(
      fc.jsonValue(),
      fc.array(fc.string()),
      fc.array(fc.nat(1100)),
      fc.array(fc.array(fc.nat(1100))),
      fc.string(),
    );
    const body = fc.record(
      {
        input: value,
        model: fc.oneof(fc.constantFrom('default', 'fake-embedder'), fc.jsonValue()),
        encoding_format: fc.oneof(fc.constantFrom('float', 'base64'), fc.jsonValue()),
        dimensions: fc.oneof(fc.integer({ min: -1, max: 10 }), fc.jsonValue()),
        truncate: fc.oneof(fc.boolean(), fc.jsonValue()),
        input_type: fc.oneof(fc.constantFrom('query', 'passage'), fc.jsonValue()),
        user: fc.jsonValue(),
        constructor: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(fc.oneof({ weight: 9, arbitrary: body }, fc.jsonValue()), async (sent) => {
        const response = await post(PATH, sent);
        expect([200, 400, 404]).toContain(response.status);
        accepted += response.status === 200 ? 1 : 0;
        await response.arrayBuffer();
      }),
      { numRuns: 200, examples: [[{ input: 'a' }], [{ input: 'a', dimensions: 4, truncate: true }]] },
    );
    expect(accepted).toBeGreaterThan(0);
  });
});
