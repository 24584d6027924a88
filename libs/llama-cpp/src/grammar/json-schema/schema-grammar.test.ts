import type { JsonObject, JsonValue } from '@predict-otron/plugin-sdk';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { type Llama, LlamaGrammar } from 'node-llama-cpp';
import { engine } from '../../engine.js';
import { constraintGrammar } from '../constraint-grammar.js';
import { llamaGrammar } from '../gbnf/llama-grammar.js';
import { parseGbnf } from '../gbnf/parse-gbnf.js';
import { Walk } from '../gbnf/walk.js';
import { randomText } from '../random-text.fixture.js';
import { Refusal } from '../refusal.js';
import { randomSchema, randomValue, unsaid } from './random-schema.fixture.js';

const ajv = new Ajv2020({ strict: false, logger: false });
addFormats.default(ajv);

/** The schema's grammar and what ajv says of it; `undefined` for what is refused or cannot be satisfied. */
function compiled(schema: JsonObject) {
  try {
    const gbnf = llamaGrammar(constraintGrammar({ jsonSchema: schema }));
    return { gbnf, walk: new Walk(parseGbnf(gbnf)), validate: ajv.compile(schema) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return undefined;
  }
}

describe('schemaGrammar and ajv', () => {
  let llama: Llama;
  beforeAll(async () => {
    llama = await engine();
  });

  it('agree: every text of the grammar is valid', () => {
    fc.assert(
      fc.property(fc.gen(), (draw) => {
        const said = randomSchema((one) => draw(() => one));
        const schema = draw(fc.boolean) ? said : (unsaid(said) as JsonObject);
        const made = compiled(schema);
        fc.pre(made !== undefined);
        for (let i = 0; i < 4; i++) {
          const text = randomText(made.walk, draw(fc.nat));
          if (text === undefined) continue;
          const valid = made.validate(JSON.parse(text));
          expect([text, schema, valid || made.validate.errors]).toEqual([text, schema, true]);
        }
      }),
      { numRuns: 40, endOnFailure: true },
    );
  });

  it('agree: valid values are texts of the grammar, others are not', () => {
    fc.assert(
      fc.property(fc.gen(), (gen) => {
        const draw = <T>(one: fc.Arbitrary<T>) => gen(() => one);
        const schema = randomSchema(draw);
        const made = compiled(schema);
        fc.pre(made !== undefined);
        const grammar = new LlamaGrammar(llama, { grammar: made.gbnf });
        for (let i = 0; i < 4; i++) {
          const value = randomValue(draw, schema, schema);
          const valid = made.validate(value) === true;
          for (const text of [JSON.stringify(value), spaced(value)]) {
            const accepted = made.walk.accepts(text);
            expect([text, schema, accepted]).toEqual([text, schema, valid]);
            expect([text, testText(grammar, text)]).toEqual([text, accepted]);
          }
        }
      }),
      { numRuns: 40, endOnFailure: true },
    );
  });
});

/** What llama.cpp itself says of a text. */
function testText(grammar: LlamaGrammar, text: string): boolean {
  return (grammar as unknown as { _testText(text: string): boolean })._testText(text);
}

/** As Python's json.dumps writes it. */
function spaced(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, member]) => `${JSON.stringify(key)}: ${spaced(member as JsonValue)}`)
    .join(', ')}}`;
}
