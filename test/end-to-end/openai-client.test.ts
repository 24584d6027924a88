import OpenAI, { BadRequestError, NotFoundError } from 'openai';
import { ENDLESS, type RunningServer } from './server.js';
import { type Fleet, SHAPES, startShape } from './shapes.js';

const MODELS = ['otron-tiny-llama', 'otron-tiny-gemma'];
const question = [{ role: 'user' as const, content: 'What is the capital of France?' }];

describe.each(SHAPES)('%s', (shape) => {
  let fleet: Fleet;
  let server: RunningServer;
  let client: OpenAI;

  beforeAll(async () => {
    fleet = await startShape(shape);
    server = fleet.server;
    client = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: 'any', maxRetries: 0 });
  });

  afterAll(() => fleet?.end());

  describe.each([...MODELS, 'default'])('chat with %s', (model) => {
    const request = { model, messages: question, temperature: 0, seed: 1 };

    it('answers rightly', async () => {
      const answer = await client.chat.completions.create(request);
      expect(answer.choices).toHaveLength(1);
      expect(answer.choices[0]).toMatchObject({ index: 0, finish_reason: 'stop', message: { role: 'assistant' } });
      expect(answer.choices[0]?.message.content).toContain('Paris');
      expect(answer.model).toBe(model === 'default' ? MODELS[0] : model);
      const { prompt_tokens = 0, completion_tokens = 0, total_tokens } = answer.usage ?? {};
      expect(prompt_tokens).toBeGreaterThan(7);
      expect(completion_tokens).toBeGreaterThan(2);
      expect(total_tokens).toBe(prompt_tokens + completion_tokens);
    });

    it('streams the same answer', async () => {
      const whole = await client.chat.completions.create(request);
      const chunks = [];
      const stream = await client.chat.completions.create({
        ...request,
        stream: true,
        stream_options: { include_usage: true },
      });
      for await (const chunk of stream) chunks.push(chunk);
      expect(chunks[0]?.choices[0]?.delta.role).toBe('assistant');
      expect(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('')).toBe(
        whole.choices[0]?.message.content,
      );
      expect(chunks.filter((chunk) => chunk.choices[0]?.finish_reason)).toHaveLength(1);
      const { completion_tokens, prompt_tokens } = whole.usage ?? {};
      expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { completion_tokens, prompt_tokens } });
    });
  });

  describe('chat', () => {
    it('remembers what was said', async () => {
      const answer = await client.chat.completions.create({
        model: 'default',
        temperature: 0,
        messages: [
          { role: 'user', content: 'My name is Anna.' },
          { role: 'assistant', content: 'Nice to meet you, Anna!' },
          { role: 'user', content: 'What is my name?' },
        ],
      });
      expect(answer.choices[0]?.message.content).toContain('Anna');
    });

    it('gives several answers', async () => {
      const answer = await client.chat.completions.create({
        model: 'default',
        messages: question,
        n: 3,
        max_tokens: 5,
      });
      expect(answer.choices.map(({ index }) => index)).toEqual([0, 1, 2]);
    });

    it('keeps to the limit of tokens', async () => {
      const answer = await client.chat.completions.create({ model: 'default', messages: question, max_tokens: 2 });
      expect(answer.choices[0]?.finish_reason).toBe('length');
      expect(answer.usage?.completion_tokens).toBe(2);
    });

    it('tells how much of a conversation it still knew', async () => {
      const answer = await client.chat.completions.create({ model: 'default', messages: question, temperature: 0 });
      const again = await client.chat.completions.create({
        model: 'default',
        messages: [
          ...question,
          { role: 'assistant', content: answer.choices[0]?.message.content ?? '' },
          { role: 'user', content: 'And of Spain?' },
        ],
      });
      expect(again.usage?.prompt_tokens_details?.cached_tokens).toBeGreaterThanOrEqual(
        answer.usage?.prompt_tokens ?? 0,
      );
    });

    it('ends when the client aborts it', async () => {
      const stream = await client.chat.completions.create({ ...ENDLESS, messages: question, stream: true });
      for await (const chunk of stream) {
        expect(chunk.object).toBe('chat.completion.chunk');
        stream.controller.abort();
      }
      await server.idle();
    });
  });

  describe('completions', () => {
    const request = { model: 'default', prompt: 'The capital of France is', temperature: 0, max_tokens: 8 };

    it('continues a text', async () => {
      const answer = await client.completions.create(request);
      expect(answer.object).toBe('text_completion');
      expect(answer.choices[0]?.text.length).toBeGreaterThan(0);
      expect(answer.usage?.completion_tokens).toBeLessThanOrEqual(8);
    });

    it('streams the same text', async () => {
      const whole = await client.completions.create(request);
      let text = '';
      for await (const chunk of await client.completions.create({ ...request, stream: true })) {
        text += chunk.choices[0]?.text ?? '';
      }
      expect(text).toBe(whole.choices[0]?.text);
    });
  });

  describe('models', () => {
    it('are listed', async () => {
      const ids = [];
      for await (const model of client.models.list()) ids.push(model.id);
      expect(ids).toEqual(expect.arrayContaining(MODELS));
    });

    it('are found by id', async () => {
      expect(await client.models.retrieve('otron-tiny-gemma')).toMatchObject({
        id: 'otron-tiny-gemma',
        object: 'model',
      });
      await expect(client.models.retrieve('no/such:model')).rejects.toBeInstanceOf(NotFoundError);
    });
  });

  describe('errors', () => {
    const failing = async (request: object): Promise<unknown> =>
      client.chat.completions.create({ model: 'default', messages: question, ...request }).then(
        () => undefined,
        (error: unknown) => error,
      );

    it('names an unknown model and the known ones', async () => {
      const error = await failing({ model: 'gpt-9' });
      expect(error).toBeInstanceOf(NotFoundError);
      expect(error).toMatchObject({ status: 404, code: 'model_not_found', param: 'model' });
      for (const id of MODELS) expect((error as Error).message).toContain(id);
    });

    it.each([
      [{ temperature: 9 }, 'temperature'],
      [{ messages: [] }, 'messages'],
      [{ messages: [{ role: 'king', content: 'x' }] }, 'messages[0].role'],
      [{ stop: ['1', '2', '3', '4', '5'] }, 'stop'],
      [{ n: 0 }, 'n'],
      [{ stream: true, max_tokens: 'many' }, 'max_tokens'],
      [{ tempreature: 1 }, 'tempreature'],
    ])('names what is wrong with %j', async (request, param) => {
      const error = await failing(request);
      expect(error).toBeInstanceOf(BadRequestError);
      expect(error).toMatchObject({ status: 400, type: 'invalid_request_error', param });
    });

    it('says how long a conversation may be', async () => {
      const error = await failing({ messages: [{ role: 'user', content: 'word '.repeat(5000) }] });
      expect(error).toMatchObject({ status: 400, code: 'context_length_exceeded' });
      expect((error as Error).message).toMatch(/\d{4,}.*\d{4,}/s);
    });

    it('has an id that the log knows', async () => {
      const error = (await failing({ n: -1 })) as BadRequestError;
      expect(error.requestID).toMatch(/^req_/);
      await server.printed(new RegExp(error.requestID as string));
    });
  });
});
