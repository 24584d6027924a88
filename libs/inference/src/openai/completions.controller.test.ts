import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { TextCompletion } from '@predict-otron/dialects';
import { type GenerationEvent, PluginError } from '@predict-otron/plugin-sdk';
import { concat, NEVER, of, Subject, throwError } from 'rxjs';
import { delta, end, FakeKernel, modelEntry, openPost, PROMPT, startEngine, until } from '../engine.fixture.js';

const PATH = '/v1/completions';

describe('POST /v1/completions', () => {
  let kernel: FakeKernel;
  let app: NestFastifyApplication;
  let port: number;
  let url: string;

  beforeAll(async () => {
    kernel = new FakeKernel();
    kernel.entries = [modelEntry('tiny', { aliases: ['default'], parallel: 4 })];
    ({ app, port, url } = await startEngine(kernel));
  });
  beforeEach(() => {
    kernel.calls.length = 0;
  });
  afterEach(() => until(() => kernel.running === 0));
  afterAll(() => app.close());

  const post = (fields: object) =>
    fetch(url + PATH, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'default', ...fields }),
    });
  /** Answers a text with itself, index by index. */
  const echo = (): void => {
    kernel.answer = ({ request }) => {
      const { text } = request.prompt as { text: string };
      const indices = Array.from({ length: request.n }, (_, index) => index);
      return of<GenerationEvent[]>(
        PROMPT,
        ...indices.flatMap((index) => [delta(`${text}${index}`, index), end(index)]),
      );
    };
  };

  it('answers one prompt', async () => {
    echo();
    const response = await post({ prompt: 'a' });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      id: expect.stringMatching(/^cmpl-/),
      object: 'text_completion',
      model: 'tiny',
      choices: [{ index: 0, text: 'a0', logprobs: null, finish_reason: 'stop' }],
      usage: { prompt_tokens: 5, completion_tokens: 3, total_tokens: 8 },
    });
  });

  it('answers several prompts n times each, in order, with one usage', async () => {
    echo();
    const answer = (await (await post({ prompt: ['a', 'b', 'c'], n: 2 })).json()) as TextCompletion;
    expect(answer.choices.map(({ index, text }) => [index, text])).toEqual([
      [0, 'a0'],
      [1, 'a1'],
      [2, 'b0'],
      [3, 'b1'],
      [4, 'c0'],
      [5, 'c1'],
    ]);
    expect(answer.usage).toMatchObject({ prompt_tokens: 15, completion_tokens: 18, total_tokens: 33 });
  });

  it('streams several prompts', async () => {
    echo();
    const text = await (await post({ prompt: ['a', 'b'], stream: true })).text();
    const chunks = text
      .split('\n\n')
      .filter((event) => event.startsWith('data: {'))
      .map((event) => JSON.parse(event.slice(6)).choices[0]);
    expect(chunks.map(({ index, text, finish_reason }) => [index, text, finish_reason])).toEqual([
      [0, 'a0', null],
      [0, '', 'stop'],
      [1, 'b0', null],
      [1, '', 'stop'],
    ]);
    expect(text).toMatch(/data: \[DONE\]\n\n$/);
  });

  it.each([true, false])('repeats prompts of token ids in front of the answers (stream: %s)', async (stream) => {
    kernel.answer = () => of<GenerationEvent[]>(PROMPT, delta('!'), end());
    const text = await (
      await post({
        prompt: [
          [72, 105],
          [72, 111],
        ],
        echo: true,
        stream,
      })
    ).text();
    const bodies = stream
      ? [...text.matchAll(/^data: (\{.*)$/gm)].map(([, json]) => JSON.parse(json as string))
      : [JSON.parse(text)];
    const texts = ['', ''];
    for (const { choices } of bodies) for (const { index, text: piece } of choices) texts[index] += piece;
    expect(texts).toEqual(['Hi!', 'Ho!']);
  });

  it('asks for as many answers as it is to choose from', async () => {
    echo();
    const answer = (await (await post({ prompt: 'a', n: 1, best_of: 3 })).json()) as TextCompletion;
    expect(answer.choices).toHaveLength(1);
    expect(kernel.calls[0]?.request).toMatchObject({ n: 1, bestOf: 3 });
  });

  it('starts as many prompts at once as the model has slots', async () => {
    const generations: Subject<GenerationEvent>[] = [];
    kernel.answer = () => {
      const generation = new Subject<GenerationEvent>();
      generations.push(generation);
      return generation;
    };
    const answer = post({ prompt: ['a', 'b', 'c'], n: 2 });
    await until(() => kernel.running === 2);
    for (let prompt = 0; prompt < 3; prompt++) {
      expect(generations).toHaveLength(Math.min(prompt + 2, 3));
      for (const event of [PROMPT, end(0), end(1)]) generations[prompt]?.next(event);
      generations[prompt]?.complete();
    }
    expect((await answer).status).toBe(200);
  });

  it('fails as a whole and ends what runs when one prompt fails', async () => {
    const refused = new PluginError('CONTEXT_OVERFLOW', 'The prompt has 9 tokens, the context 8.');
    kernel.answer = ({ request }) =>
      'text' in request.prompt && request.prompt.text === 'b' ? throwError(() => refused) : concat(of(PROMPT), NEVER);
    const response = await post({ prompt: ['a', 'b'] });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: 'context_length_exceeded' } });
    expect(kernel.running).toBe(0);
  });

  it('ends all prompts when the client leaves', async () => {
    kernel.answer = () => concat(of(PROMPT), NEVER);
    const { socket } = openPost(port, PATH, { model: 'default', prompt: ['a', 'b', 'c'] });
    await until(() => kernel.running === 3);
    socket.destroy();
    await until(() => kernel.running === 0);
  });

  it.each([
    [{}, 'prompt'],
    [{ prompt: 'a', max_tokens: 0 }, 'max_tokens'],
    [{ prompt: 'a', best_of: 2, stream: true }, 'best_of'],
    [{ prompt: [97], suffix: 'b' }, 'suffix'],
  ])('refuses %j', async (fields, param) => {
    const response = await post(fields);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { param } });
  });
});
