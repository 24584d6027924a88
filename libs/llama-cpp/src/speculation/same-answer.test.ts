import type { GenerationEvent, GenerationRequest, LoadedModel, Usage } from '@predict-otron/plugin-sdk';
import { lastValueFrom, toArray } from 'rxjs';
import { anyFamily } from '../model/any-family.fixture.js';
import { createRunner } from '../model/runner.js';

const OPTIONS = {
  placement: [{ deviceId: 'cpu', layers: 'all' as const }],
  contextTokens: 512,
  parallel: 2,
  threads: 1,
};
const path = (name: string) => new URL(`../../../../models/${name}-q8_0.gguf`, import.meta.url).pathname;

async function loadModel(name: string, method: 'ngram' | 'off'): Promise<LoadedModel> {
  const runner = createRunner(anyFamily(), { config: { speculative: { method } } });
  const last = await lastValueFrom(runner.load({ id: name, path: path(name) }, OPTIONS));
  if (last.type !== 'loaded') throw new Error('nothing was loaded');
  return last.model;
}

const LIST =
  'apple, banana, cherry, date, elderberry, fig, grape, apple, banana, cherry, date, elderberry, fig, grape, ';
const SCHEMA = {
  type: 'object',
  properties: { cities: { type: 'array', items: { type: 'string', maxLength: 12 }, minItems: 4, maxItems: 6 } },
  required: ['cities'],
  additionalProperties: false,
};
/** The end tokens of both models are forbidden: long answers of theirs go round in circles. */
const endless: [number, number][] = [
  [2, -100],
  [6, -100],
];
const completion = (text: string, more: Partial<GenerationRequest> = {}): GenerationRequest => ({
  prompt: { text },
  stop: [],
  n: 1,
  contextOverflow: 'refuse',
  maxTokens: 160,
  ...more,
  sampling: { temperature: 0, logitBias: endless, ...more.sampling },
});
const chat = (text: string, more: Partial<GenerationRequest> = {}): GenerationRequest => ({
  ...completion('', more),
  prompt: { messages: [{ role: 'user', content: [{ type: 'text', text }] }] },
});
const seeded = { temperature: 0.8, topK: 40, topP: 0.95, seed: 7 };

const CASES: Record<string, GenerationRequest> = {
  'a list goes on': completion(LIST.repeat(2)),
  'a list goes on, with likelihoods': completion(LIST, { logprobs: { top: 2, prompt: false } }),
  'a list goes on, by chance': completion(LIST, { sampling: seeded }),
  'a list goes on, with penalties': completion(LIST, { sampling: { repeatPenalty: 1.1, presencePenalty: 0.4 } }),
  'a list goes on until a word': completion(LIST, { stop: ['date, elder'] }),
  'a list of numbers': completion('1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 1, 2, 3'),
  'to be repeated': chat('Repeat this list: red, green, blue, red, green, blue, red, green, blue.'),
  'a story': chat('Tell me a long story about a fox.'),
  'a story by chance': chat('Tell me a long story about a fox.', { sampling: seeded }),
  'an explanation': chat('What is a volcano? Explain it in many words.'),
  'held to a schema': chat('Name some cities as JSON.', {
    constraint: { jsonSchema: SCHEMA },
    sampling: { logitBias: [] },
  }),
  'held to a schema, by chance': chat('Name some cities as JSON.', {
    constraint: { jsonSchema: SCHEMA },
    sampling: { ...seeded, logitBias: [] },
  }),
  'held to a pattern': completion(LIST, {
    constraint: { regex: '((apple|fig|grape), ){12}end' },
    sampling: { logitBias: [] },
  }),
  'that may end': completion(LIST.repeat(2), { sampling: { logitBias: [] } }),
  'beyond the context': completion(LIST, { maxTokens: 500, contextOverflow: 'shift' }),
  'very short': completion(LIST, { maxTokens: 2 }),
  'alone with itself': completion(LIST, { deterministic: true }),
  twice: completion(LIST, { n: 2, sampling: seeded, maxTokens: 60 }),
};

describe.each(['otron-tiny-llama', 'otron-tiny-gemma'])('drafts of %s', (name) => {
  let plain: LoadedModel;
  let speculative: LoadedModel;
  const drafts = new Map<string, Usage>();
  beforeAll(async () => {
    [plain, speculative] = [await loadModel(name, 'off'), await loadModel(name, 'ngram')];
  });
  afterAll(() => Promise.all([plain?.dispose(), speculative?.dispose()]));

  const answer = (model: LoadedModel, request: GenerationRequest) =>
    lastValueFrom(model.generate(request).pipe(toArray()));
  /** All that a reader gets but times. */
  const facts = (events: GenerationEvent[]) =>
    events.map((event) => {
      if (event.type !== 'end') return event;
      const { timings: _, usage, ...end } = event;
      return { ...end, usage: { ...usage, draftTokens: 0, acceptedDraftTokens: 0 } };
    });

  it.each(Object.entries(CASES))('change nothing: %s', async (label, request) => {
    // many find a part of their prompt in the cache, the same in both
    const [expected, got] = [await answer(plain, request), await answer(speculative, request)];
    expect(facts(got)).toEqual(facts(expected));
    const end = got.at(-1);
    if (end?.type === 'end') drafts.set(label, end.usage);
  });

  it('are made, of which some come true', () => {
    const all = [...drafts.values()];
    const sum = (field: 'draftTokens' | 'acceptedDraftTokens') =>
      all.reduce((total, usage) => total + (usage[field] ?? 0), 0);
    expect(sum('draftTokens')).toBeGreaterThan(50);
    expect(sum('acceptedDraftTokens')).toBeGreaterThan(20);
    expect(drafts.get('alone with itself')).not.toHaveProperty('draftTokens');
  });
});
