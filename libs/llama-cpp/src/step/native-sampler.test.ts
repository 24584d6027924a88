import type { LlamaModel } from 'node-llama-cpp';
import { engine } from '../engine.js';
import { constraintGrammar } from '../grammar/constraint-grammar.js';
import { llamaGrammar } from '../grammar/gbnf/llama-grammar.js';
import { grammarOpener } from '../model/open-grammar.js';
import { modelVocabulary } from '../text/vocabulary.js';
import { nativeContext } from './native-context.js';
import type { GrammarStart, SamplerSettings } from './sampler.js';
import type { Row, StepContext } from './step-context.js';

const GREEDY: SamplerSettings = { temperature: 0, topP: 1, topK: 0, minP: 0, seed: 1 };
const SCHEMA = {
  type: 'object',
  properties: {
    city: { type: 'string', maxLength: 24 },
    kind: { enum: ['town', 'tower', 'village'] },
    people: { type: 'integer', minimum: 1 },
  },
  required: ['city', 'kind', 'people'],
  additionalProperties: false,
};
const bias = { tokens: Uint32Array.of(300, 301, 302), values: Float32Array.of(4, -4, Number.NEGATIVE_INFINITY) };

describe('NativeSampler', () => {
  let model: LlamaModel;
  let context: StepContext;
  let begin: () => GrammarStart;
  beforeAll(async () => {
    const modelPath = new URL('../../../../models/otron-tiny-llama-q8_0.gguf', import.meta.url).pathname;
    model = await (await engine()).loadModel({ modelPath });
    context = nativeContext(await model.createContext({ sequences: 1, contextSize: 256, threads: 1 }));
    begin = await grammarOpener(model, modelVocabulary(model))(llamaGrammar(constraintGrammar({ jsonSchema: SCHEMA })));
  });
  afterAll(async () => {
    await context.dispose();
    await model.dispose();
  });

  /** The whole answer, up to the token that ends it. */
  async function answer(settings: SamplerSettings): Promise<string> {
    await context.truncate(0, 0);
    const sampler = context.createSampler(settings);
    const tokens: number[] = [];
    const prompt = model.tokenize('Describe Paris as JSON: ') as number[];
    let row: Row = { sequence: 0, position: 0, tokens: prompt, sample: { sampler } };
    for (let step = 0; step < 100; step++) {
      const [result] = await context.step([row]);
      const token = result?.sampled?.[0]?.token as number;
      if (model.isEogToken(token as never)) break;
      tokens.push(token);
      row = { ...row, position: row.position + row.tokens.length, tokens: [token] };
    }
    sampler.dispose();
    return model.detokenize(tokens as never);
  }

  it.each<[string, Partial<SamplerSettings>]>([
    ['no bias', {}],
    ['biases', { bias }],
    ['a penalty', { penalties: { lastTokens: 64, repeat: 1.3, presence: 0, frequency: 0 } }],
  ])('chooses the likeliest tokens that the grammar allows, followed or not, with %s', async (_what, more) => {
    const { grammar } = begin();
    const alone = await answer({ ...GREEDY, ...more, grammar });
    expect(JSON.parse(alone)).toMatchObject({ city: expect.any(String), people: expect.any(Number) });
    expect(await answer({ ...GREEDY, ...more, ...begin() })).toBe(alone);
  });

  it('gives the same answer to the same seed', async () => {
    const settings = { ...GREEDY, temperature: 1.2, topK: 40, topP: 0.95 };
    const seeded = (seed: number) => answer({ ...settings, seed, ...begin() });
    const answers = [await seeded(3), await seeded(4), await seeded(3)];
    expect(answers[2]).toBe(answers[0]);
    expect(answers[1]).not.toBe(answers[0]);
    for (const text of answers) expect(SCHEMA.properties.kind.enum).toContain(JSON.parse(text).kind);
  });
});
