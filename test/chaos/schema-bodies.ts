import fc from 'fast-check';
import { anything, type Json } from '../end-to-end/changed-body.js';

/** What of JSON Schema the API document uses. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: Json[];
  const?: Json;
  example?: Json;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
}

const MODELS = ['default', 'default', 'otron-tiny-llama', 'otron-tiny-gemma', 'otron-embed-tiny', 'no-such-model', ''];
const FEW = fc.integer({ min: -1, max: 3 });
/** Fields that would make an answer long, or choose what is asked, by what they get in place of their schema's values. */
const OWN: Record<string, fc.Arbitrary<Json>> = {
  model: fc.constantFrom(...MODELS),
  max_tokens: FEW,
  max_completion_tokens: FEW,
  max_output_tokens: FEW,
  num_predict: FEW,
  n: FEW,
  best_of: FEW,
};
const DEEPEST = 6;

/** Bodies as a schema describes them; most are near to what is right, as all fields have values of their own schema. */
export function bodiesOf(schema: Schema, schemas: Record<string, Schema>, depth = 0): fc.Arbitrary<Json> {
  if (schema.$ref) return bodiesOf(schemas[schema.$ref.split('/').at(-1) as string] ?? {}, schemas, depth + 1);
  if (depth > DEEPEST) return fc.constantFrom<Json>(null, 'x', 1, {}, []);
  const inner = (other: Schema) => bodiesOf(other, schemas, depth + 1);
  const { example } = schema;
  const made = madeOf(schema, inner);
  return example === undefined ? made : fc.oneof({ weight: 3, arbitrary: fc.constant(example) }, made);
}

function madeOf(schema: Schema, inner: (schema: Schema) => fc.Arbitrary<Json>): fc.Arbitrary<Json> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map(inner));
  if (schema.allOf) return fc.tuple(...schema.allOf.map(inner)).map((parts) => Object.assign({}, ...parts) as Json);
  const types = schema.type === undefined ? [] : [schema.type].flat();
  return types.length === 0 ? anything : fc.oneof(...types.map((type) => ofType(type, schema, inner)));
}

function ofType(type: string, schema: Schema, inner: (schema: Schema) => fc.Arbitrary<Json>): fc.Arbitrary<Json> {
  const { minimum = -1e6, maximum = 1e6, minLength = 0, maxLength = 40, minItems = 0, maxItems = 3 } = schema;
  switch (type) {
    case 'string':
      return fc.string({ unit: 'grapheme', minLength, maxLength: Math.max(minLength, Math.min(maxLength, 40)) });
    case 'integer':
      return fc.integer({ min: Math.ceil(minimum), max: Math.floor(maximum) });
    case 'number':
      return fc.double({ min: minimum, max: maximum, noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(inner(schema.items ?? {}), {
        minLength: minItems,
        maxLength: Math.max(minItems, Math.min(maxItems, 3)),
      });
    default:
      return objects(schema, inner);
  }
}

/** Required fields always, each of the others seldom: many of them contradict one another. */
function objects(schema: Schema, inner: (schema: Schema) => fc.Arbitrary<Json>): fc.Arbitrary<Json> {
  const { properties = {}, required = [], additionalProperties } = schema;
  const fields = Object.entries(properties).map(([name, field]) => {
    const value = OWN[name] ?? inner(field);
    if (required.includes(name) || name in OWN) return value.map((it): [string, Json][] => [[name, it]]);
    return fc.oneof(
      { weight: 6, arbitrary: fc.constant<[string, Json][]>([]) },
      { weight: 1, arbitrary: value.map((it): [string, Json][] => [[name, it]]) },
    );
  });
  const own = fc.tuple(...fields).map((pairs) => Object.fromEntries(pairs.flat()) as Json);
  if (typeof additionalProperties !== 'object') return own;
  const more = fc.dictionary(fc.string({ maxLength: 8 }), inner(additionalProperties), { maxKeys: 2 });
  return fc.tuple(more, own).map(([others, named]) => ({ ...others, ...(named as object) }) as Json);
}
