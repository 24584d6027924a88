import Anthropic from '@anthropic-ai/sdk';
import { Ollama } from 'ollama';
import OpenAI from 'openai';
import { type RunningServer, startServer } from './server.js';

const QUESTION = { role: 'user' as const, content: 'What is the capital of France?' };
const ANSWER = 'The capital of France is Paris.';

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.end());

describe("Anthropic's client", () => {
  const client = () => new Anthropic({ baseURL: server.url, apiKey: 'any', maxRetries: 0 });
  const request = { model: 'default', max_tokens: 32, temperature: 0, messages: [QUESTION] };

  it('gets a whole message', async () => {
    const message = await client().messages.create(request);
    expect(message).toMatchObject({
      role: 'assistant',
      stop_reason: 'end_turn',
      content: [{ type: 'text', text: ANSWER }],
    });
    expect(message.usage.output_tokens).toBeGreaterThan(3);
  });

  it('gets the same streamed, with its helper', async () => {
    const stream = client().messages.stream(request);
    let text = '';
    stream.on('text', (delta) => {
      text += delta;
    });
    expect(await stream.finalText()).toBe(ANSWER);
    expect(text).toBe(ANSWER);
  });

  it('ends at a stop sequence and at the limit, and says which', async () => {
    const stopped = await client().messages.create({ ...request, stop_sequences: [' is'] });
    expect(stopped).toMatchObject({ stop_reason: 'stop_sequence', stop_sequence: ' is' });
    expect(stopped.content).toEqual([expect.objectContaining({ text: 'The capital of France' })]);
    expect(await client().messages.create({ ...request, max_tokens: 2 })).toMatchObject({ stop_reason: 'max_tokens' });
  });

  it('counts the tokens that a message then has', async () => {
    const { model, messages } = request;
    const { input_tokens } = await client().messages.countTokens({ model, messages, system: 'Be brief.' });
    const { usage } = await client().messages.create({ ...request, system: 'Be brief.' });
    expect(usage.input_tokens + (usage.cache_read_input_tokens ?? 0)).toBe(input_tokens);
  });

  it('lists models', async () => {
    const ids = [];
    for await (const model of client().models.list()) ids.push([model.type, model.id]);
    expect(ids).toContainEqual(['model', 'otron-tiny-llama']);
  });

  it('gets its own errors', async () => {
    const failure = client().messages.create({ ...request, model: 'gpt' });
    await expect(failure).rejects.toBeInstanceOf(Anthropic.NotFoundError);
    const thinking = { type: 'enabled' as const, budget_tokens: 1024 };
    const refused = client().messages.create({ ...request, max_tokens: 2048, thinking });
    await expect(refused).rejects.toBeInstanceOf(Anthropic.BadRequestError);
  });
});

describe("Ollama's client", () => {
  const client = () => new Ollama({ host: server.url });
  const options = { temperature: 0 };

  it('chats, whole and streamed', async () => {
    const chat = { model: 'otron-tiny-llama:latest', messages: [QUESTION], options };
    const answer = await client().chat(chat);
    expect(answer.message.content).toBe(ANSWER);
    let text = '';
    for await (const { message } of await client().chat({ ...chat, stream: true })) text += message.content;
    expect(text).toBe(ANSWER);
  });

  it('continues texts, and is told that this model fills no gaps', async () => {
    const answer = await client().generate({ model: 'default', prompt: QUESTION.content, options });
    expect(answer.response).toBe(ANSWER);
    const gap = client().generate({ model: 'default', prompt: 'a', suffix: 'b' });
    await expect(gap).rejects.toMatchObject({ status_code: 400, error: expect.stringContaining('suffix') });
  });

  it('gets the vectors that OpenAI’s client gets', async () => {
    const input = ['The river runs to the sea.', 'Bread.'];
    const { embeddings } = await client().embed({ model: 'default', input });
    const openai = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: 'any' });
    const { data } = await openai.embeddings.create({ model: 'default', input, encoding_format: 'float' });
    expect(embeddings).toEqual(data.map(({ embedding }) => embedding));
    expect((await client().embeddings({ model: 'default', prompt: 'Bread.' })).embedding).toHaveLength(
      embeddings[0]?.length ?? 0,
    );
  });

  it('loads a model without a question, and lists what is there', async () => {
    expect(await client().generate({ model: 'otron-tiny-gemma', prompt: '' })).toMatchObject({ done_reason: 'load' });
    expect((await client().ps()).models.map(({ name }) => name)).toContain('otron-tiny-gemma:latest');
    expect((await client().list()).models.map(({ name }) => name)).toContain('otron-embed-tiny:latest');
    expect(await client().show({ model: 'default' })).toMatchObject({ details: { family: 'llama' } });
  });

  it('may leave out the type of its body, as curl does', async () => {
    const body = JSON.stringify({ model: 'default', messages: [QUESTION], stream: false, options });
    for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'application/json; charset=utf-8']) {
      const response = await fetch(`${server.url}/api/chat`, {
        method: 'POST',
        headers: { 'content-type': type },
        body,
      });
      expect(await response.json()).toMatchObject({ message: { content: ANSWER } });
    }
    const elsewhere = await fetch(`${server.url}/v1/chat/completions`, { method: 'POST', body });
    expect(elsewhere.status).toBe(415);
  });

  it('is answered when it asks whether anybody is there', async () => {
    expect((await fetch(server.url, { method: 'HEAD' })).status).toBe(200);
    expect((await fetch(`${server.url}/api/version`)).status).toBe(200);
  });
});

describe("OpenAI's client", () => {
  const client = () => new OpenAI({ baseURL: `${server.url}/v1`, apiKey: 'any', maxRetries: 0 });

  it('streams a chat with its helper', async () => {
    const stream = client().chat.completions.stream({ model: 'default', messages: [QUESTION], temperature: 0 });
    let text = '';
    stream.on('content', (delta) => {
      text += delta;
    });
    expect((await stream.finalChatCompletion()).choices[0]?.message.content).toBe(ANSWER);
    expect(text).toBe(ANSWER);
  });

  it('goes on with a response, reads it back and deletes it', async () => {
    const openai = client();
    const first = await openai.responses.create({ model: 'default', input: 'My name is Anna.', temperature: 0 });
    const previous_response_id = first.id;
    const next = await openai.responses.create({
      model: 'default',
      input: 'What is my name?',
      previous_response_id,
      temperature: 0,
    });
    expect(next.output_text).toContain('Anna');
    expect((await openai.responses.retrieve(next.id)).output).toEqual(next.output);
    const items = [];
    for await (const item of openai.responses.inputItems.list(next.id)) items.push(item);
    expect(items.length).toBeGreaterThan(0);
    await openai.responses.delete(next.id);
    await expect(openai.responses.retrieve(next.id)).rejects.toBeInstanceOf(OpenAI.NotFoundError);
  });

  it('has a response go on in the background, and cancels one', async () => {
    const openai = client();
    const ask = { model: 'default', input: QUESTION.content, temperature: 0, background: true };
    const begun = await openai.responses.create(ask);
    expect(begun.status).toBe('in_progress');
    await server.until(async () => (await openai.responses.retrieve(begun.id)).status === 'completed');
    expect((await openai.responses.retrieve(begun.id)).output_text).toBe(ANSWER);
    // one token is so likely that nothing else ever comes, the end neither
    const endless = await openai.responses.create({ ...ask, ...{ logit_bias: { 500: 100 } } });
    expect((await openai.responses.cancel(endless.id)).status).toBe('cancelled');
    await server.idle();
    expect((await openai.responses.retrieve(endless.id)).status).toBe('cancelled');
    const plain = await openai.responses.create({ ...ask, background: false });
    await expect(openai.responses.cancel(plain.id)).rejects.toBeInstanceOf(OpenAI.BadRequestError);
  });

  it('streams a response with its helper', async () => {
    const stream = client().responses.stream({ model: 'default', input: QUESTION.content, temperature: 0 });
    expect((await stream.finalResponse()).output_text).toBe(ANSWER);
  });
});
