import type { Llama, LlamaModel, Token } from 'node-llama-cpp';
import { engine } from '../../engine.js';
import { grammarOpener } from '../../model/open-grammar.js';
import type { GrammarStart } from '../../step/sampler.js';
import { modelVocabulary } from '../../text/vocabulary.js';
import { constraintGrammar } from '../constraint-grammar.js';
import { llamaGrammar } from '../gbnf/llama-grammar.js';

interface Native {
  canBeNextTokenForGrammarEvaluationState(state: unknown, token: number): boolean;
  acceptGrammarEvaluationStateToken(state: unknown, token: number): void;
}

const PEOPLE = {
  type: 'object',
  properties: {
    kind: { enum: ['être', 'naïve 😀', 'plain', '日本'] },
    people: {
      type: 'array',
      minItems: 3,
      items: {
        type: 'object',
        properties: { name: { type: 'string' }, age: { type: 'integer', minimum: 7, maximum: 150 } },
        required: ['name'],
        additionalProperties: false,
      },
    },
  },
  required: ['kind', 'people'],
  additionalProperties: false,
};

const GRAMMARS = {
  'a schema': llamaGrammar(constraintGrammar({ jsonSchema: PEOPLE })),
  'any JSON': llamaGrammar(constraintGrammar({ jsonSchema: { type: 'object', additionalProperties: true } })),
  'a pattern': llamaGrammar(constraintGrammar({ regex: '(é|ü|[a-c]){3}-[0-9]{2,}( the end)?' })),
  'a choice': llamaGrammar(constraintGrammar({ choice: ['no', 'not', 'nothing', 'ja'] })),
};

describe.each(['otron-tiny-llama', 'otron-tiny-gemma'])('GrammarFollower with the tokens of %s', (name) => {
  let llama: Llama;
  let model: LlamaModel;
  beforeAll(async () => {
    llama = await engine();
    const modelPath = new URL(`../../../../../models/${name}-q8_0.gguf`, import.meta.url).pathname;
    model = await llama.loadModel({ modelPath });
  });
  afterAll(() => model.dispose());

  it.each(Object.entries(GRAMMARS))('knows the tokens that llama.cpp allows: %s', async (_what, gbnf) => {
    const vocabulary = modelVocabulary(model);
    const native = (llama as unknown as { _bindings: { AddonSampler: Native } })._bindings.AddonSampler;
    const start = await grammarOpener(model, vocabulary)(gbnf);
    const all = Array.from({ length: vocabulary.size }, (_, token) => token);
    let few = 0;
    for (let seed = 1; seed <= 2; seed++) {
      const { grammar, follower } = start() as Required<GrammarStart>;
      const { _state: place } = grammar as unknown as { _state: unknown };
      for (let step = 0; step < 30; step++) {
        const allowed = all.filter((token) => native.canBeNextTokenForGrammarEvaluationState(place, token));
        const { tokens } = follower;
        if (tokens) {
          few++;
          expect([...tokens].sort((a, b) => a - b)).toEqual(allowed);
        }
        const going = allowed.filter((token) => !model.isEogToken(token as Token));
        if (going.length === 0) break;
        const next = going[(seed * 7919 + step * 31) % going.length] as number;
        native.acceptGrammarEvaluationStateToken(place, next);
        follower.take(next);
      }
    }
    expect(few).toBeGreaterThan(2);
  });

  it('is lost where a text does not fit, and says so', async () => {
    const start = await grammarOpener(model, modelVocabulary(model))('root ::= "yes" | "no"');
    const { follower } = start();
    expect(follower?.tokens?.length).toBeGreaterThan(1);
    for (const token of model.tokenize('maybe')) follower?.take(token);
    expect(follower?.tokens).toBeUndefined();
  });
});
