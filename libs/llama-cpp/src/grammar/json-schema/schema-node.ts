import type { JsonObject, JsonValue } from '@predict-otron/plugin-sdk';

/** A schema, or a part of one, and where it stands: a JSON pointer from the root. */
export interface SchemaNode {
  readonly schema: JsonValue;
  readonly path: string;
}

/** A schema that is an object. Several of them, as a list, mean that all must hold. */
export interface Part {
  readonly schema: JsonObject;
  readonly path: string;
}

/** The node that a keyword holds, or one of its members. */
export function child({ schema, path }: SchemaNode, ...keys: (string | number)[]): SchemaNode {
  let value: JsonValue | undefined = schema;
  let at = path;
  for (const key of keys) {
    value = (value as JsonObject)[key];
    at += `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
  }
  return { schema: value as JsonValue, path: at };
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
