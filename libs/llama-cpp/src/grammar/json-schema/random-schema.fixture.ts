import type { JsonObject, JsonValue } from '@predict-otron/plugin-sdk';
import fc from 'fast-check';

/** Patterns with texts that match them. */
const PATTERNS: Record<string, string[]> = {
  '^[a-z]{1,3}$': ['a', 'xyz'],
  '^\\d{2}-\\d{2}$': ['12-34'],
  b: ['b', 'abc', 'ébé'],
  '^(foo|bar)+': ['foo', 'barfoo!', 'foo "x" \\'],
  '[^a-z]$': ['A', 'a1', 'x\n', 'é'],
  '^(?!a)\\w+$': ['b', 'xa_1'],
};
const FORMATS: Record<string, string[]> = {
  date: ['2024-02-29', '1999-12-31'],
  time: ['23:59:59Z', '00:00:00.5+01:30'],
  'date-time': ['2024-02-29T12:00:00Z'],
  duration: ['P1Y2M3DT4H5M6S', 'P2W', 'PT5M'],
  uuid: ['123e4567-e89b-12d3-a456-426614174000'],
  email: ['me@example.org'],
  ipv4: ['127.0.0.1'],
  ipv6: ['::1', '2001:db8::ff00:42:8329'],
  hostname: ['www.example.org'],
  uri: ['https://example.org/a/b?c=d'],
};
const NAMES = ['a', 'ab', 'b', 'é "q"', 'c'];
const texts = fc.oneof(
  fc.string({ maxLength: 6 }),
  fc.string({ unit: fc.constantFrom('a', 'b', 'é', '👋', '"', '\\', '\n', '\u0001'), maxLength: 6 }),
);
const scalars: fc.Arbitrary<JsonValue> = fc.oneof(
  texts,
  fc.integer({ min: -50, max: 50 }),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom(1.5, -0.25),
);
const bound = fc.oneof(fc.integer({ min: -120, max: 120 }), fc.constantFrom(0.5, -2.25, 99.9));

/** Draws from arbitraries inside of a property. */
export type Draw = <T>(arbitrary: fc.Arbitrary<T>) => T;
const optional = (draw: Draw, chance = 2) => draw(fc.nat({ max: chance })) === 0;

/** A schema of the supported keywords, which says of all properties and items what they must be. `$defs.node` may recur. */
export function randomSchema(draw: Draw): JsonObject {
  const node = schema(draw, 2);
  // ajv does not survive a reference to itself
  return { $defs: { node: '$ref' in node ? { type: 'null' } : node }, ...schema(draw, 3) };
}

/** The same schema without what it says of the other properties and items. */
export function unsaid(schema: JsonValue): JsonValue {
  if (Array.isArray(schema)) return schema.map(unsaid);
  if (typeof schema !== 'object' || !schema) return schema;
  const { additionalProperties, ...rest } = schema;
  if ('prefixItems' in rest) delete rest.items;
  return Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, unsaid(value)]));
}

function schema(draw: Draw, depth: number): JsonObject {
  const kinds = [
    'string',
    'number',
    'number',
    'plain',
    'enum',
    'types',
    ...(depth > 0 ? ['object', 'object', 'array', 'tuple', 'anyOf', 'oneOf', 'allOf', 'ref', 'any'] : []),
  ];
  switch (draw(fc.constantFrom(...kinds))) {
    case 'string':
      return string(draw);
    case 'number':
      return number(draw);
    case 'enum':
      return optional(draw)
        ? { const: draw(scalars) }
        : {
            enum: draw(fc.array(fc.oneof(scalars, fc.constant<JsonValue>({ a: [1] })), { minLength: 1, maxLength: 4 })),
          };
    case 'types':
      return { ...string(draw), type: draw(fc.subarray(['string', 'null', 'boolean', 'integer'], { minLength: 1 })) };
    case 'object':
      return object(draw, depth - 1);
    case 'array':
      return array(draw, depth - 1);
    case 'tuple':
      return {
        ...array(draw, depth - 1),
        prefixItems: [schema(draw, depth - 1), schema(draw, depth - 1)],
        ...(optional(draw) && { items: false }),
      };
    case 'anyOf':
      return { anyOf: [schema(draw, depth - 1), schema(draw, depth - 1)] };
    case 'oneOf':
      return { oneOf: [tagged(draw, 'x', depth - 1), tagged(draw, 'y', depth - 1), { type: 'null' }] };
    case 'allOf':
      return { ...object(draw, depth - 1), allOf: [object(draw, depth - 1)] };
    case 'ref':
      return { $ref: '#/$defs/node' };
    case 'any':
      return draw(fc.constantFrom<JsonObject>({}, { title: 'anything' }, { type: 'object' }, { type: 'array' }));
    default:
      return { type: draw(fc.constantFrom('boolean', 'null', 'integer', 'number', 'string')) };
  }
}

function string(draw: Draw): JsonObject {
  const result: JsonObject = { type: 'string' };
  if (optional(draw)) result.minLength = draw(fc.nat({ max: 4 }));
  if (optional(draw)) result.maxLength = draw(fc.integer({ min: 2, max: 40 }));
  const extra = draw(fc.constantFrom('pattern', 'format', 'neither'));
  if (extra === 'pattern') result.pattern = draw(fc.constantFrom(...Object.keys(PATTERNS)));
  if (extra === 'format') result.format = draw(fc.constantFrom(...Object.keys(FORMATS)));
  return result;
}

function number(draw: Draw): JsonObject {
  const result: JsonObject = { type: draw(fc.constantFrom('integer', 'number')) };
  for (const keyword of ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'])
    if (optional(draw, 3)) result[keyword] = draw(bound);
  return result;
}

function array(draw: Draw, depth: number): JsonObject {
  const result: JsonObject = { type: 'array', items: schema(draw, depth) };
  if (optional(draw)) result.minItems = draw(fc.nat({ max: 2 }));
  if (optional(draw)) result.maxItems = draw(fc.nat({ max: 4 }));
  return result;
}

function object(draw: Draw, depth: number): JsonObject {
  const names = draw(fc.subarray(NAMES));
  const result: JsonObject = {
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name, schema(draw, depth)])),
  };
  if (optional(draw, 1)) result.required = draw(fc.subarray(names));
  result.additionalProperties = draw(fc.constantFrom<JsonValue>(false, true, { type: 'integer' }));
  if (optional(draw, 5)) result.propertyNames = { maxLength: 3 };
  return result;
}

function tagged(draw: Draw, tag: string, depth: number): JsonObject {
  const properties = { tag: { const: tag }, value: schema(draw, depth) };
  return { type: 'object', properties, required: ['tag'], additionalProperties: false };
}

/** A value that is probably valid, with properties in the schema's order. `root` holds the definitions. */
export function randomValue(draw: Draw, given: JsonValue, root: JsonObject, depth = 4): JsonValue {
  if (typeof given !== 'object' || !given || depth < 0) return draw(scalars);
  const its = given as { [keyword: string]: JsonValue } & { pattern: string; format: string };
  if (its.$ref) return randomValue(draw, (root.$defs as JsonObject).node as JsonValue, root, depth - 1);
  if ('const' in its) return its.const as never;
  const choices = (its.enum ?? its.anyOf ?? its.oneOf) as JsonValue[] | undefined;
  if (choices) {
    const chosen = draw(fc.constantFrom(...choices));
    return its.enum ? chosen : randomValue(draw, chosen, root, depth - 1);
  }
  switch ([its.type ?? draw(fc.constantFrom<JsonValue>('string', 'object', 'array', 'integer'))].flat()[0]) {
    case 'string':
      return draw(
        fc.oneof(
          texts,
          ...[PATTERNS[its.pattern], FORMATS[its.format]].flatMap((list) => (list ? [fc.constantFrom(...list)] : [])),
        ),
      );
    case 'integer':
      return draw(fc.integer({ min: -130, max: 130 }));
    case 'number':
      return draw(
        fc.oneof(
          bound,
          fc.integer({ min: -1300, max: 1300 }).map((n) => n / 10),
        ),
      );
    case 'boolean':
      return draw(fc.boolean());
    case 'array':
      return randomItems(draw, its, root, depth - 1);
    case 'object':
      return randomObject(draw, given as JsonObject, root, depth - 1);
    default:
      return null;
  }
}

function randomItems(
  draw: Draw,
  { prefixItems = [], items = {} }: Record<string, JsonValue>,
  root: JsonObject,
  depth: number,
) {
  const count = draw(fc.nat({ max: 4 }));
  return Array.from({ length: count }, (_, i) =>
    randomValue(draw, (prefixItems as JsonValue[])[i] ?? items, root, depth),
  );
}

function randomObject(draw: Draw, given: JsonObject, root: JsonObject, depth: number): JsonObject {
  const all = [given, ...((given.allOf ?? []) as JsonObject[])];
  const result: JsonObject = {};
  const known = new Map(all.flatMap(({ properties }) => Object.entries((properties ?? {}) as JsonObject)));
  const required = all.flatMap((one) => (one.required ?? []) as string[]);
  for (const [name, one] of known) {
    if (required.includes(name) || draw(fc.boolean())) result[name] = randomValue(draw, one, root, depth);
  }
  if (draw(fc.nat({ max: 2 })) === 0) result[draw(fc.constantFrom('zz', '', 'a\u0000', 'é'))] = draw(fc.integer());
  return result;
}
