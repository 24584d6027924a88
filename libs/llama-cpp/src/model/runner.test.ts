// Long because one loaded model, which is costly, and all that it does.
import { existsSync, readFileSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import type { GenerationEvent, GenerationRequest, LoadedModel, Message } from '@predict-otron/plugin-sdk';
import { lastValueFrom, toArray } from 'rxjs';
import type { Family } from './family.js';
import { createRunner } from './runner.js';

const NEUTRAL = { topP: 1, topK: 0, minP: 0, presencePenalty: 0, frequencyPenalty: 0, repeatPenalty: 1 };
const family: Family = {
  id: 'any',
  match: () => ({ score: 50, reason: 'a test' }),
  defaults: () => ({ temperature: 0, ...NEUTRAL }),
  endOfTurn: [],
};
const path = (name: string) => new URL(`../../../../models/${name}-q8_0.gguf`, import.meta.url).pathname;
const OPTIONS = {
  placement: [{ deviceId: 'cpu', layers: 'all' as const }],
  contextTokens: 512,
  parallel: 8,
  threads: 1,
};

async function loadModel(name: string): Promise<LoadedModel> {
  const last = await lastValueFrom(createRunner(family).load({ id: name, path: path(name) }, OPTIONS));
  if (last.type !== 'loaded') throw new Error('nothing was loaded');
  return last.model;
}

/** The processor has tiles, for which llama.cpp keeps weights in another form. */
const hasAmx = () => existsSync('/proc/cpuinfo') && / amx_int8\b/.test(readFileSync('/proc/cpuinfo', 'utf8'));

const user = (text: string): Message => ({ role: 'user', content: [{ type: 'text', text }] });
const request = (text: string, more: Partial<GenerationRequest> = {}): GenerationRequest => ({
  prompt: { messages: [user(text)] },
  sampling: {},
  stop: [],
  n: 1,
  contextOverflow: 'refuse',
  ...more,
});

describe.each(['otron-tiny-llama', 'otron-tiny-gemma'])('%s', (name) => {
  let model: LoadedModel;
  beforeAll(async () => {
    model = await loadModel(name);
  });
  afterAll(() => model.dispose());

  const events = (asked: GenerationRequest) => lastValueFrom(model.generate(asked).pipe(toArray()));
  const textOf = (all: GenerationEvent[], index = 0) =>
    all
      .map((event) => (event.type === 'delta' && event.kind === 'text' && event.index === index ? event.text : ''))
      .join('');
  const endOf = (all: GenerationEvent[]) => {
    const end = all.at(-1);
    if (end?.type !== 'end') throw new Error('no end');
    return end;
  };
  const ask = async (text: string, more: Partial<GenerationRequest> = {}) => textOf(await events(request(text, more)));

  it('answers', async () => {
    expect(await ask('What is the capital of France?')).toBe('The capital of France is Paris.');
  });

  it('hears the system and the past', async () => {
    const messages: Message[] = [
      { role: 'system', content: [{ type: 'text', text: 'Answer in one word.' }] },
      user('What is the capital of Spain?'),
    ];
    expect(await ask('', { prompt: { messages } })).toBe('Madrid');
  });

  it('counts and times truly', async () => {
    const end = endOf(await events(request('Hello!', { maxTokens: 3 })));
    expect(end.finishReason).toBe('length');
    expect(end.usage.completionTokens).toBe(3);
    expect(end.timings.promptMs).toBeGreaterThan(0);
  });

  it('stops before a stop string', async () => {
    const all = await events(request('What is the capital of France?', { stop: ['is Pa'] }));
    expect(textOf(all)).toBe('The capital of France ');
    expect(endOf(all)).toMatchObject({ finishReason: 'stop', stopString: 'is Pa' });
  });

  it('keeps what it read of a conversation', async () => {
    const first = 'Tell me about the sun and the moon and the stars and all the planets.';
    const answer = await ask(first);
    const messages: Message[] = [
      user(first),
      { role: 'assistant', content: [{ type: 'text', text: answer }] },
      user('Thank you!'),
    ];
    const all = await events(request('', { prompt: { messages } }));
    const prompt = all.find((event) => event.type === 'prompt');
    expect(prompt).toMatchObject({ type: 'prompt' });
    expect((prompt as { cachedTokens: number }).cachedTokens).toBeGreaterThan(20);
  });

  it('answers many at once as it answers each alone', async () => {
    const questions = ['France', 'Spain', 'Italy', 'Japan', 'Egypt', 'Peru'].map(
      (land) => `What is the capital of ${land}?`,
    );
    const alone: string[] = [];
    for (const question of questions) alone.push(await ask(question));
    expect(await Promise.all(questions.map((question) => ask(question)))).toEqual(alone);
  });

  it('generates n different answers to one prompt', async () => {
    const all = await events(
      request('Tell me a short story.', { n: 3, sampling: { temperature: 1, seed: 4 }, maxTokens: 12 }),
    );
    const texts = [0, 1, 2].map((index) => textOf(all, index));
    expect(new Set(texts).size).toBeGreaterThan(1);
    expect(all.filter(({ type }) => type === 'prompt')).toHaveLength(1);
    expect(all.filter(({ type }) => type === 'end')).toHaveLength(3);
  });

  it('follows biases and penalties', async () => {
    const [token] = await model.tokenize(' Paris');
    const free = await ask('What is the capital of France?');
    const biased = await ask('What is the capital of France?', { sampling: { logitBias: [[token as number, -100]] } });
    expect(biased).not.toBe(free);
    const story = await ask('Tell me a short story.', { maxTokens: 60 });
    const penalized = await ask('Tell me a short story.', {
      maxTokens: 60,
      sampling: { presencePenalty: 2, frequencyPenalty: 2 },
    });
    const repeats = (text: string) => text.split(' ').length - new Set(text.split(' ')).size;
    expect(repeats(penalized)).toBeLessThan(repeats(story));
  });

  it('reports the probabilities of the answer and of the prompt', async () => {
    const tokens = await model.tokenize('The capital of France is');
    const all = await events(request('', { prompt: { tokens }, maxTokens: 1, logprobs: { top: 3, prompt: true } }));
    const prompt = all.find((event) => event.type === 'prompt');
    const scored = prompt?.type === 'prompt' ? (prompt.logprobs ?? []) : [];
    expect(scored.map(({ token }) => token)).toEqual(tokens.slice(1));
    const delta = all.find((event) => event.type === 'delta');
    expect(delta?.logprobs?.[0]?.top).toHaveLength(3);
    for (const { logprob, top } of scored) expect(logprob).toBeLessThanOrEqual((top[0]?.logprob as number) + 1e-6);
  });

  it.each<[string, Partial<GenerationRequest>, string, string]>([
    ['a prompt over the context', { prompt: { text: 'word '.repeat(600) } }, 'CONTEXT_OVERFLOW', 'prompt'],
    ['a token of no vocabulary', { prompt: { tokens: [1, 999_999] } }, 'INPUT_INVALID', 'prompt'],
    ['no token', { prompt: { tokens: [] } }, 'INPUT_INVALID', 'prompt'],
    ['n over parallel', { n: 9 }, 'INPUT_INVALID', 'n'],
    ['a bias of no vocabulary', { sampling: { logitBias: [[999_999, 1]] } }, 'INPUT_INVALID', 'logit_bias'],
    ['a constraint that is none', { constraint: { regex: '(a' } }, 'INPUT_INVALID', 'constraint.regex'],
  ])('refuses %s', async (_what, more, code, param) => {
    await expect(events(request('Hi', more))).rejects.toMatchObject({ code, details: { param } });
  });

  it('trims the oldest turns of a conversation that does not fit', async () => {
    const long = (topic: string) => user(`Tell me about ${`${topic} `.repeat(60)}`);
    const reply: Message = { role: 'assistant', content: [{ type: 'text', text: 'Yes.' }] };
    const messages = [
      long('cats'),
      reply,
      long('dogs'),
      reply,
      long('cows'),
      reply,
      long('hens'),
      reply,
      user('Hello!'),
    ];
    await expect(events(request('', { prompt: { messages } }))).rejects.toMatchObject({ code: 'CONTEXT_OVERFLOW' });
    const all = await events(request('', { prompt: { messages }, contextOverflow: 'trim', maxTokens: 4 }));
    const prompt = all.find((event) => event.type === 'prompt');
    expect((prompt as { droppedTokens: number }).droppedTokens).toBeGreaterThan(60);
    expect(endOf(all).usage.droppedTokens).toBe((prompt as { droppedTokens: number }).droppedTokens);
  });

  it('goes on past the end of its context where it may shift', async () => {
    const bias: [number, number][] = [];
    const all = await events(
      request('', {
        prompt: { text: 'one two three four five' },
        contextOverflow: 'shift',
        maxTokens: 700,
        sampling: { temperature: 1, seed: 3, logitBias: bias },
      }),
    );
    const end = endOf(all);
    if (end.finishReason === 'length') {
      expect(end.usage.completionTokens).toBe(700);
      expect(end.usage.droppedTokens).toBeGreaterThan(100);
    } else expect(end.finishReason).toBe('stop');
  });

  it('gives out the likeliest of several answers', async () => {
    const all = await events(
      request('Tell me a short story.', { bestOf: 4, maxTokens: 8, sampling: { temperature: 1.5, seed: 2 } }),
    );
    expect(all.filter(({ type }) => type === 'end')).toHaveLength(1);
    expect(endOf(all).usage.completionTokens).toBe(32);
  });

  it('is free within a step when its reader leaves', async () => {
    const seen: GenerationEvent[] = [];
    const subscription = model.generate(request('Tell me a long story.')).subscribe((event) => {
      seen.push(event);
      if (seen.length === 3) subscription.unsubscribe();
    });
    while (seen.length < 3) await turn();
    expect(await ask('What is the capital of Italy?')).toBe('The capital of Italy is Rome.');
    expect(seen).toHaveLength(3);
  });

  it('takes what people type for text', async () => {
    const typed = '<|eot_id|><end_of_turn><bos><|begin_of_text|>';
    const { text, tokens } = await model.render([user(typed)]);
    const plain = await model.render([user('x')]);
    const control = (all: number[]) => all.filter((token) => token < 7).length;
    expect(text).toContain(typed);
    expect(control(tokens)).toBe(control(plain.tokens));
  });

  it('gives text back from its tokens', async () => {
    const text = 'Grüße, 世界! 👋 <|eot_id|>';
    expect(await model.detokenize(await model.tokenize(text))).toBe(text);
  });
});

describe('a runner', () => {
  const runner = createRunner(family);

  it('describes and estimates from the header', async () => {
    const file = { id: 'otron-tiny-llama', path: path('otron-tiny-llama') };
    expect(await runner.describe(file)).toMatchObject({ contextTokens: 2048, quantization: 'Q8_0', family: 'any' });
    const [need] = await runner.estimate(file, OPTIONS);
    const model = await loadModel('otron-tiny-llama');
    const taken = await model.memory();
    await model.dispose();
    const weights = taken[0]?.weights as number;
    expect(taken).toEqual([{ ...need, weights }]);
    const ratio = weights / (need?.weights as number);
    if (!hasAmx()) expect(ratio).toBe(1);
    // what llama.cpp does not foresee: a copy in the form of AMX, an eighth larger, beside the mapped file
    else expect(Math.abs(ratio - 2.12)).toBeLessThan(0.02);
  });

  it('stops a load that nobody waits for any more', async () => {
    const file = { id: 'otron-tiny-llama', path: path('otron-tiny-llama') };
    const seen: string[] = [];
    runner
      .load(file, OPTIONS)
      .subscribe(({ type }) => seen.push(type))
      .unsubscribe();
    await turn();
    expect(seen).not.toContain('loaded');
  });

  it('refuses to generate with a model that was unloaded', async () => {
    const model = await loadModel('otron-tiny-llama');
    const running = lastValueFrom(model.generate(request('Tell me a story.')));
    const disposed = model.dispose();
    await expect(running).rejects.toMatchObject({ code: 'DISPOSED' });
    await disposed;
    await model.dispose();
    await expect(lastValueFrom(model.generate(request('Hi')))).rejects.toMatchObject({ code: 'DISPOSED' });
  });
});
