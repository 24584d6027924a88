import type { JsonValue } from '@predict-otron/plugin-sdk';
import { numberFormat } from './formats.js';
import { JSON_TYPES, type JsonType, typeOfKeyword } from './keywords.js';
import type { Part } from './schema-node.js';

/** Types that the parts' `type` keywords leave; all of them where there is none. */
export function allowedTypes(parts: readonly Part[]): JsonType[] {
  return JSON_TYPES.filter((type) =>
    parts.every(({ schema }) => {
      const named = [schema.type ?? []].flat();
      return named.length === 0 || named.includes(type) || (type === 'number' && named.includes('integer'));
    }),
  );
}

/**
 * Types to write. By the specification `{ "properties": … }` allows every value that is no object, which is never what is
 * meant: without a `type`, the keywords that speak of one type choose it.
 */
export function writtenTypes(parts: readonly Part[]): JsonType[] {
  const allowed = allowedTypes(parts);
  if (parts.some(({ schema }) => schema.type !== undefined)) return allowed;
  const spoken = new Set(
    parts.flatMap(({ schema }) => Object.keys(schema).flatMap((key) => keywordType(key, schema) ?? [])),
  );
  return spoken.size === 0 ? allowed : allowed.filter((type) => spoken.has(type));
}

function keywordType(keyword: string, schema: Part['schema']): JsonType | undefined {
  return keyword === 'format' && numberFormat(String(schema.format)) ? 'number' : typeOfKeyword(keyword);
}

/** Values that `enum` and `const` of the parts leave; `undefined` where there is neither. */
export function listedValues(parts: readonly Part[]): JsonValue[] | undefined {
  let values: JsonValue[] | undefined;
  for (const { schema } of parts) {
    const lists = [schema.enum as JsonValue[] | undefined, 'const' in schema ? [schema.const as JsonValue] : undefined];
    for (const list of lists) {
      if (list) values = values?.filter((value) => list.some((other) => isEqual(value, other))) ?? list;
    }
  }
  return values;
}

export function typeOf(value: JsonValue): JsonType {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : (typeof value as JsonType);
}

function isEqual(a: JsonValue, b: JsonValue): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || !a || !b) return a === b;
  const entries = Object.entries(a);
  if (Array.isArray(a) !== Array.isArray(b) || entries.length !== Object.keys(b).length) return false;
  return entries.every(
    ([key, value]) => Object.hasOwn(b, key) && isEqual(value, (b as Record<string, JsonValue>)[key] as JsonValue),
  );
}
