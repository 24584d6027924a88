import { object, type Schema, Value, type Values } from './value.js';

/** `values.schema.json`: helm refuses a value that is not in it, or is of another type. */
export function valuesSchema(values: Values): string {
  // `global` is what helm itself hands to every chart
  const all = objectSchema({ ...values, global: object({}, 'Values that helm shares between charts.') });
  const schema = { $schema: 'http://json-schema.org/draft-07/schema#', ...all };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

function objectSchema(values: Values): Schema {
  const properties = Object.entries(values).map(([name, value]) => [
    name,
    value instanceof Value
      ? { description: value.comment.replaceAll('\n', ' '), ...value.schema }
      : objectSchema(value),
  ]);
  return { type: 'object', additionalProperties: false, properties: Object.fromEntries(properties) };
}
