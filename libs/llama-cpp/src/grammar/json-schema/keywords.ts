import type { JsonValue } from '@predict-otron/plugin-sdk';
import { invalid, unsupported } from '../refusal.js';
import { child, isObject, type Part } from './schema-node.js';

export const JSON_TYPES = ['null', 'boolean', 'number', 'string', 'array', 'object'] as const;
export type JsonType = (typeof JSON_TYPES)[number];

/** What a keyword's value must be, in words and as a test. */
type Shape = readonly [what: string, test: (value: JsonValue) => boolean];

const isCount = (value: JsonValue) => Number.isSafeInteger(value) && (value as number) >= 0;
const isSchema = (value: JsonValue) => typeof value === 'boolean' || isObject(value);
const isType = (value: JsonValue) => value === 'integer' || JSON_TYPES.some((type) => type === value);
const isText = (value: JsonValue) => typeof value === 'string';

const ANYTHING: Shape = ['anything', () => true];
const COUNT: Shape = ['a whole number from 0 on', isCount];
const NUMBER: Shape = ['a number', (value) => typeof value === 'number'];
const TEXT: Shape = ['a text', isText];
const SCHEMA: Shape = ['a schema', isSchema];
const SCHEMAS: Shape = [
  'a list of schemas',
  (value) => Array.isArray(value) && value.length > 0 && value.every(isSchema),
];
const NAMED_SCHEMAS: Shape = [
  'an object of schemas',
  (value) => isObject(value) && Object.values(value).every(isSchema),
];
const NAMES: Shape = ['a list of texts', (value) => Array.isArray(value) && value.every(isText)];
const VALUES: Shape = ['a list with a value', (value) => Array.isArray(value) && value.length > 0];
const TYPES: Shape = [
  'a type, or a list of types',
  (value) => isType(value) || (Array.isArray(value) && value.length > 0 && value.every(isType)),
];

/** Keywords that a grammar of ours holds exactly, by the type they speak of (`any`: of all). */
const HELD: Record<string, readonly [JsonType | 'any', Shape]> = {
  type: ['any', TYPES],
  enum: ['any', VALUES],
  const: ['any', ANYTHING],
  $ref: ['any', TEXT],
  allOf: ['any', SCHEMAS],
  anyOf: ['any', SCHEMAS],
  oneOf: ['any', SCHEMAS],
  minimum: ['number', NUMBER],
  maximum: ['number', NUMBER],
  exclusiveMinimum: ['number', NUMBER],
  exclusiveMaximum: ['number', NUMBER],
  minLength: ['string', COUNT],
  maxLength: ['string', COUNT],
  pattern: ['string', TEXT],
  format: ['string', TEXT],
  prefixItems: ['array', SCHEMAS],
  items: ['array', SCHEMA],
  minItems: ['array', COUNT],
  maxItems: ['array', COUNT],
  uniqueItems: ['array', ['false: a grammar cannot tell whether items are equal', (value) => value === false]],
  properties: ['object', NAMED_SCHEMAS],
  required: ['object', NAMES],
  additionalProperties: ['object', SCHEMA],
  propertyNames: ['object', SCHEMA],
  minProperties: ['object', COUNT],
  maxProperties: ['object', COUNT],
};

/**
 * Keywords that say nothing about what is valid. `definitions` is where draft-07 keeps what `$ref` refers to;
 * `discriminator` is OpenAPI's, and a hint by its own specification.
 */
const SILENT = new Set(
  [
    ['$schema', '$id', '$comment', '$defs', 'definitions', 'title', 'description', 'default', 'examples', 'deprecated'],
    ['readOnly', 'writeOnly', 'contentEncoding', 'contentMediaType', 'contentSchema', 'discriminator'],
  ].flat(),
);

const HINTS: Record<string, string> = {
  additionalItems: 'Use prefixItems with items.',
  nullable: 'Use a list of types with "null".',
  multipleOf: 'For whole numbers use the type "integer".',
  patternProperties: 'Use additionalProperties with propertyNames.',
};

/** Refuses every keyword that is not of the closed list, and every value that its keyword does not take. */
export function checkKeywords(part: Part): void {
  for (const [keyword, value] of Object.entries(part.schema)) {
    const { path } = child(part, keyword);
    const held = Object.hasOwn(HELD, keyword) ? HELD[keyword] : undefined;
    if (held) {
      const [what, test] = held[1];
      if (!test(value)) throw mismatch(keyword, what, part.path, path);
    } else if (!SILENT.has(keyword) || (keyword === '$id' && part.path !== '')) {
      const hint = Object.hasOwn(HINTS, keyword) ? ` ${HINTS[keyword]}` : ' Leave it out, or say it in the prompt.';
      throw unsupported(`The schema${placed(part.path)} has "${keyword}", which a grammar cannot hold.${hint}`, path);
    }
  }
}

/** The type that a keyword speaks of; undefined for those that speak of all or of nothing. */
export function typeOfKeyword(keyword: string): JsonType | undefined {
  const type = Object.hasOwn(HELD, keyword) ? HELD[keyword]?.[0] : undefined;
  return type === 'any' ? undefined : type;
}

/** Does a keyword itself limit what is valid? Those that `alternatives` takes apart do so through others. */
export function asserts(keyword: string): boolean {
  return Object.hasOwn(HELD, keyword) && !['$ref', 'allOf', 'anyOf', 'oneOf'].includes(keyword);
}

/** For messages: ` at "/properties/x"`, or nothing for the root. */
export function placed(path: string): string {
  return path === '' ? '' : ` at "${path}"`;
}

function mismatch(keyword: string, what: string, at: string, path: string) {
  const message = `In the schema${placed(at)}, "${keyword}" must be ${what}.`;
  return keyword === 'uniqueItems' ? unsupported(message, path) : invalid(message, path);
}
