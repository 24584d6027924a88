import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import fc from 'fast-check';
import { Ollama } from 'ollama';
import { FakeEmbedder, FakeKernel } from '../testing/fake-kernel.js';
import { startApp } from '../testing/start-app.js';

describe("Ollama's vectors", () => {
  const embedder = new FakeEmbedder();
  const kernel = new FakeKernel();
  let app: NestFastifyApplication;
  let post: Awaited<ReturnType<typeof startApp>>['post'];
  let client: Ollama;

  beforeAll(async () => {
    const started = await startApp(kernel.add('embedding', embedder));
    ({ app, post } = started);
    client = new Ollama({ host: started.url });
  });
  afterAll(() => app.close());

  const vectorOf = async (text: string) => [...embedder.vectorOf((await embedder.tokenize([text]))[0] as number[])];

  it('come to the official client, for one text and for several', async () => {
    const answer = await client.embed({ model: 'fake-embedder:latest', input: ['one', 'two words'] });
    expect(answer).toEqual({
      model: 'fake-embedder',
      embeddings: [await vectorOf('one'), await vectorOf('two words')],
      total_duration: expect.any(Number),
      load_duration: 0,
      prompt_eval_count: 7,
    });
    expect((await client.embed({ model: 'default', input: 'one' })).embeddings).toEqual([await vectorOf('one')]);
  });

  it('come to older clients one at a time', async () => {
    expect(await client.embeddings({ model: 'default', prompt: 'one' })).toEqual({ embedding: await vectorOf('one') });
  });

  it('are of the length that is asked for', async () => {
    const { embeddings } = await client.embed({ model: 'default', input: 'one', dimensions: 4 });
    expect(embeddings[0]).toHaveLength(4);
  });

  it('are none where there is no text', async () => {
    expect(await client.embed({ model: 'default', input: '' })).toMatchObject({ embeddings: [], prompt_eval_count: 0 });
    expect(await client.embed({ model: 'default', input: [] })).toMatchObject({ embeddings: [] });
    expect(await client.embeddings({ model: 'default', prompt: '' })).toEqual({ embedding: [] });
  });

  it('keep the model in memory for as long as is asked for', async () => {
    await client.embed({ model: 'default', input: 'one', keep_alive: '5m' });
    await client.embed({ model: 'default', input: '', keep_alive: 0 });
    expect(kernel.kept).toEqual([
      ['fake-embedder', 300_000],
      ['fake-embedder', 0],
    ]);
  });

  it('are of a text that is cut, unless that is refused', async () => {
    const input = 'word '.repeat(40);
    expect(await client.embed({ model: 'default', input })).toMatchObject({ prompt_eval_count: 16 });
    await expect(client.embed({ model: 'default', input, truncate: false })).rejects.toMatchObject({
      status_code: 400,
      error: expect.stringContaining('takes 16 at most'),
    });
  });

  it.each<[string, object, number, string]>([
    ['no model', { input: 'a', model: undefined }, 400, 'model is required'],
    ['no input', {}, 400, 'input is missing'],
    ['token ids', { input: [1, 2] }, 400, 'input must be a string or an array of strings'],
    ['an empty text among others', { input: ['a', ''] }, 400, 'input[1] is an empty string'],
    ['an unknown model', { input: 'a', model: 'gpt' }, 404, 'There is no model'],
    ['an option for answers', { input: 'a', options: { temperature: 1 } }, 400, 'options.temperature is not supported'],
    ['too much context', { input: 'a', options: { num_ctx: 4096 } }, 400, 'options.num_ctx is 4096'],
    ['an unknown field', { input: 'a', x: 1 }, 400, 'x is not a known field'],
  ])('are refused for %s', async (_, body, status, message) => {
    const response = await post('/api/embed', { model: 'default', ...body });
    expect([response.status, await response.json()]).toEqual([status, { error: expect.stringContaining(message) }]);
  });

  it('never end in a 5xx', async () => {
    const field = fc.constantFrom('model', 'input', 'prompt', 'options', 'truncate', 'dimensions', 'keep_alive', 'x');
    const path = fc.constantFrom('/api/embed', '/api/embeddings');
    await fc.assert(
      fc.asyncProperty(path, fc.dictionary(field, fc.jsonValue({ maxDepth: 3 })), async (to, fields) => {
        const { status } = await post(to, { model: 'default', ...fields });
        expect([200, 400, 404]).toContain(status);
      }),
      { numRuns: 100 },
    );
  });
});
