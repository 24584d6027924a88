import { isEmpty } from '../language/automaton.js';
import { unsupported } from '../refusal.js';
import { partsAccept } from './accepts.js';
import { members } from './alternatives.js';
import { arrayRules, itemNodes } from './array-rules.js';
import { type JsonType, placed } from './keywords.js';
import { numberRange } from './number-range.js';
import { objectRules, propertyNodes } from './object-rules.js';
import { allowedTypes, listedValues, writtenTypes } from './part-types.js';
import type { Part, SchemaNode } from './schema-node.js';
import { stringLanguage, stringRules } from './string-rules.js';
import type { ValueCompiler } from './value-compiler.js';

/** How deep in a value a difference is looked for. */
const DEPTH = 4;

/**
 * `oneOf` asks that exactly one schema holds. As alternatives of a grammar that is so when no value that is written for
 * one of them is valid for another. Refuses a `oneOf` where that cannot be shown.
 */
export function checkOneOf(part: Part, compiler: ValueCompiler): void {
  const { oneOf: _, allOf: __, anyOf: ___, $ref: ____, ...besides } = part.schema;
  const beside: Part = { schema: besides, path: part.path };
  const branches = members(part, 'oneOf').map((node) =>
    compiler.alternatives([node]).map((parts) => [...parts, beside]),
  );
  for (const [i, one] of branches.entries()) {
    for (const [j, other] of branches.entries()) {
      if (i === j || one.every((written) => other.every((valid) => excludes(written, valid, compiler, DEPTH))))
        continue;
      const message = `In the schema${placed(part.path)}, numbers ${Math.min(i, j)} and ${Math.max(i, j)} of "oneOf" may hold for one value`;
      const advice = 'Use "anyOf", or tell them apart by a required property with a "const".';
      throw unsupported(`${message}. ${advice}`, `${part.path}/oneOf`);
    }
  }
}

/** No value that is written for some parts is valid for the others. False also means: not known. */
function excludes(written: readonly Part[], valid: readonly Part[], compiler: ValueCompiler, depth: number): boolean {
  const values = listedValues(written);
  if (values)
    return values.every((value) => !partsAccept(written, value, compiler) || !partsAccept(valid, value, compiler));
  const validValues = listedValues(valid);
  if (validValues?.every((value) => !partsAccept(written, value, compiler))) return true;
  const types = writtenTypes(written).filter((type) => allowedTypes(valid).includes(type));
  return types.every((type) => BY_TYPE[type]?.(written, valid, compiler, depth) ?? false);
}

type Test = typeof excludes;

const BY_TYPE: Partial<Record<JsonType, Test>> = {
  number(written, valid) {
    const [a, b] = [numberRange(written), numberRange(valid)];
    return isBelow(a.high, b.low) || isBelow(b.high, a.low);
  },
  string(written, valid, { languages, derivatives }) {
    const [a, b] = [written, valid].map((parts) => stringLanguage(stringRules(parts, languages), languages));
    return isEmpty(languages.both(a as typeof languages.never, b as typeof languages.never), derivatives);
  },
  array(written, valid, compiler, depth) {
    const [a, b] = [arrayRules(written), arrayRules(valid)];
    if (a.min > b.max || b.min > a.max) return true;
    const places = Array.from({ length: Math.min(a.min, 8) }, (_, place) => place);
    return places.some((place) => nodesExclude(itemNodes(a, place), itemNodes(b, place), compiler, depth - 1));
  },
  object(written, valid, compiler, depth) {
    const [a, b] = [objectRules(written), objectRules(valid)];
    const neverWritten = (name: string) => a.othersUnsaid && !a.properties.has(name);
    if ([...b.required].some(neverWritten)) return true;
    const names = new Set([...a.required, ...b.required]);
    return [...names].some((name) => nodesExclude(propertyNodes(a, name), propertyNodes(b, name), compiler, depth - 1));
  },
};

function isBelow(high: ReturnType<typeof numberRange>['high'], low: ReturnType<typeof numberRange>['low']): boolean {
  if (!high || !low) return false;
  return high.value < low.value || (high.value === low.value && (high.open || low.open));
}

function nodesExclude(
  written: readonly SchemaNode[],
  valid: readonly SchemaNode[],
  compiler: ValueCompiler,
  depth: number,
): boolean {
  if (depth === 0) return false;
  return compiler
    .alternatives(written)
    .every((a) => compiler.alternatives(valid).every((b) => excludes(a, b, compiler, depth)));
}
