import type { JsonObject, JsonValue } from '@predict-otron/plugin-sdk';
import { arrayRules, itemNodes } from './array-rules.js';
import { inRange, numberRange } from './number-range.js';
import { objectRules, propertyNodes } from './object-rules.js';
import { allowedTypes, listedValues, typeOf } from './part-types.js';
import type { Part, SchemaNode } from './schema-node.js';
import { stringLanguage, stringRules } from './string-rules.js';
import type { ValueCompiler } from './value-compiler.js';

/** Is a value valid, by the specification, for nodes that must all hold? */
function accepts(nodes: readonly SchemaNode[], value: JsonValue, compiler: ValueCompiler): boolean {
  return compiler.alternatives(nodes).some((parts) => partsAccept(parts, value, compiler));
}

export function partsAccept(parts: readonly Part[], value: JsonValue, compiler: ValueCompiler): boolean {
  return !listedValues([{ schema: { const: value }, path: '' }, ...parts])?.length
    ? false
    : fits(parts, value, compiler);
}

function fits(parts: readonly Part[], value: JsonValue, compiler: ValueCompiler): boolean {
  if (!allowedTypes(parts).includes(typeOf(value))) return false;
  if (typeof value === 'number') return inRange(value, numberRange(parts));
  if (typeof value === 'string') {
    const language = stringLanguage(stringRules(parts, compiler.languages), compiler.languages);
    return compiler.derivatives.matches(language, value);
  }
  if (Array.isArray(value)) return arrayFits(parts, value, compiler);
  return typeof value !== 'object' || value === null || objectFits(parts, value, compiler);
}

function arrayFits(parts: readonly Part[], items: JsonValue[], compiler: ValueCompiler): boolean {
  const rules = arrayRules(parts);
  if (items.length < rules.min || items.length > rules.max) return false;
  return items.every((item, place) => accepts(itemNodes(rules, place), item, compiler));
}

function objectFits(parts: readonly Part[], object: JsonObject, compiler: ValueCompiler): boolean {
  const rules = objectRules(parts);
  const names = Object.keys(object);
  if (names.length < rules.min || names.length > rules.max) return false;
  if (![...rules.required].every((name) => Object.hasOwn(object, name))) return false;
  return names.every(
    (name) =>
      accepts(rules.names, name, compiler) && accepts(propertyNodes(rules, name), object[name] as JsonValue, compiler),
  );
}
