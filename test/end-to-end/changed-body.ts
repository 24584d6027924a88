import fc from 'fast-check';

/** What a body can be. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Values that some field might get: edges of ranges, wrong types, deep and odd ones. */
export const anything = fc.oneof(
  fc.constantFrom<Json>(
    null,
    true,
    false,
    0,
    1,
    2,
    -1,
    0.5,
    1e308,
    -0,
    2 ** 31,
    '',
    'text',
    '1',
    [],
    {},
    [[]],
    ['a'],
    [null],
  ),
  fc.constantFrom<Json>('\u0000', '\ud800', '<|eot_id|>', '{{ messages }}', 'a'.repeat(5000), Array(300).fill(0)),
  fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>,
  fc.string({ unit: 'grapheme' }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
);

const ODD_NAMES = ['__proto__', 'constructor', 'toString', '', 'x', 'length', '0'];

/** A change of one place in a body. */
interface Change {
  place: number;
  kind: 'replace' | 'remove' | 'wrap' | 'repeat' | 'add';
  value: Json;
  name: string;
}

/** The same body with one to three changes anywhere in it: most of it stays right, so the change is what is looked at. */
export function changed(body: object, names: string[]): fc.Arbitrary<Json> {
  const change = fc.record<Change>({
    place: fc.nat(),
    kind: fc.constantFrom('replace', 'replace', 'remove', 'wrap', 'repeat', 'add'),
    value: anything,
    name: fc.constantFrom(...names, ...ODD_NAMES),
  });
  const start = structuredClone(body) as Json;
  return fc.array(change, { minLength: 1, maxLength: 3 }).map((changes) => changes.reduce(apply, start));
}

function apply(body: Json, { place, kind, value, name }: Change): Json {
  const places = placesIn(body);
  const path = places[place % places.length] as string[];
  return at(body, path, (old) => {
    if (kind === 'remove') return undefined;
    if (kind === 'wrap') return [old];
    if (kind === 'repeat' && Array.isArray(old)) return [...old, ...old];
    if (kind === 'add' && isObject(old)) return withMember(old, name, value);
    return value;
  });
}

/** Paths to all values in it, its own first. */
function placesIn(value: Json, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, item]) => placesIn(item, [...path, key]))];
}

/** A copy in which the value at the path is another one, or is gone. */
function at(value: Json, [key, ...rest]: string[], change: (old: Json) => Json | undefined): Json {
  if (key === undefined) return change(value) ?? null;
  const inside = (value as Record<string, Json>)[key] as Json;
  const next = rest.length === 0 ? change(inside) : at(inside, rest, change);
  if (!Array.isArray(value)) return withMember(value as Record<string, Json>, key, next);
  return value.flatMap((item, place) => (String(place) === key ? (next === undefined ? [] : [next]) : [item]));
}

/** Keeps `__proto__` a name like any other. */
function withMember(object: Record<string, Json>, name: string, value: Json | undefined): Json {
  const entries = Object.entries(object).filter(([key]) => key !== name);
  return Object.fromEntries(value === undefined ? entries : [...entries, [name, value]]);
}

function isObject(value: Json): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Names that bodies have anywhere, for changes that add one in another place. */
export function namesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const inside = Object.values(value).flatMap(namesIn);
  return Array.isArray(value) ? inside : [...new Set([...Object.keys(value), ...inside])];
}
