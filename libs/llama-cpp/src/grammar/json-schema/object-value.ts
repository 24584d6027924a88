import { choice, type Expression, NEVER, NOTHING, optional, repeat, sequence, text } from '../gbnf/expression.js';
import { unsupported } from '../refusal.js';
import { placed } from './keywords.js';
import { type ObjectRules, objectRules } from './object-rules.js';
import type { Part } from './schema-node.js';
import { languageName } from './string-value.js';
import type { ValueCompiler } from './value-compiler.js';

/**
 * An object: the properties in the schema's order, those that are not required may be left out, then others where
 * `additionalProperties` says something. Other names never repeat a known one, since the last of two would count.
 */
export function objectValue(parts: readonly Part[], compiler: ValueCompiler): Expression {
  const rules = objectRules(parts);
  const { properties, required, min, max } = rules;
  const names = [...properties.keys()];
  const othersMost = mostOthers(rules, parts);
  const lastRequired = names.findLastIndex((name) => required.has(name));
  /** The members from a place on, at least one. */
  let members = othersMost > 0 ? otherMembers(rules, compiler, othersMost) : NEVER;
  for (const [place, name] of [...names.entries()].reverse()) {
    const more = sequence(compiler.notation.comma, members);
    const member = sequence(memberOf(name, rules, compiler), lastRequired > place ? more : optional(more));
    if (required.has(name)) members = member;
    // what follows is referred to twice
    else members = choice(member, members);
    if (place > 0 && !required.has(names[place - 1] as string)) members = compiler.rules.define('members', members);
  }
  const mayBeEmpty = required.size === 0 && min === 0;
  const inside = max === 0 ? NOTHING : mayBeEmpty ? optional(members) : members;
  return max < required.size || max < min ? NEVER : sequence(text('{'), inside, text('}'));
}

function memberOf(name: string, { properties, names }: ObjectRules, compiler: ValueCompiler): Expression {
  if (names.length > 0 && !compiler.matches(names, name)) return NEVER;
  const { key, colon } = compiler.notation;
  return sequence(text(key(name)), colon, compiler.value(properties.get(name) ?? []));
}

function otherMembers(rules: ObjectRules, compiler: ValueCompiler, most: number): Expression {
  const { properties, names, others } = rules;
  const { languages } = compiler;
  const known = languages.either(...[...properties.keys()].map((name) => languages.text(name)));
  const allowed = languages.both(compiler.strings(names), languages.not(known));
  const { comma, colon } = compiler.notation;
  const name = languageName(allowed, compiler);
  const member = compiler.rules.define('member', sequence(name, colon, compiler.value(others)));
  return sequence(member, repeat(sequence(comma, member), 0, most - 1));
}

/** How many other properties may be written. Refuses counts that cannot be kept, since names of others may repeat. */
function mostOthers(
  { properties, required, others, othersUnsaid, min, max }: ObjectRules,
  parts: readonly Part[],
): number {
  const none = othersUnsaid || others.some(({ schema }) => schema === false);
  const refuse = (keyword: string) => {
    const path = parts.find(({ schema }) => schema[keyword] !== undefined)?.path ?? '';
    const message = `The schema${placed(path)} has "${keyword}", which a grammar cannot hold beside its properties.`;
    return unsupported(`${message} Use "required" instead.`, `${path}/${keyword}`);
  };
  if (min > Math.max(1, required.size)) throw refuse('minProperties');
  if (max > 0 && max >= required.size && max < properties.size) throw refuse('maxProperties');
  return none ? 0 : Math.max(0, max - properties.size);
}
