/** A JSON Schema. */
export type Schema = Record<string, unknown>;

/** An object of which all properties must be there but those named `optional`; OpenAI's answers may have more. */
export function object(properties: Record<string, Schema>, optional: Record<string, Schema> = {}): Schema {
  return { type: 'object', required: Object.keys(properties), properties: { ...properties, ...optional } };
}

export const STRING: Schema = { type: 'string' };
export const BOOLEAN: Schema = { type: 'boolean' };
export const NUMBER: Schema = { type: 'number' };
export const COUNT: Schema = { type: 'integer', minimum: 0 };
const NULL: Schema = { type: 'null' };
export const ANY: Schema = {};
export const constant = (...values: unknown[]): Schema => ({ enum: values });
export const list = (items: Schema, more: Schema = {}): Schema => ({ type: 'array', items, ...more });
export const nullable = (schema: Schema): Schema => ({ anyOf: [schema, NULL] });
export const anyOf = (...schemas: Schema[]): Schema => ({ anyOf: schemas });
