import { type Expression, NEVER, NOTHING, optional, repeat, sequence, text } from '../gbnf/expression.js';
import { LIMITS } from '../limits.js';
import { unsupported } from '../refusal.js';
import { arrayRules } from './array-rules.js';
import { placed } from './keywords.js';
import type { Part } from './schema-node.js';
import type { ValueCompiler } from './value-compiler.js';

/** A JSON array. Behind `prefixItems` without `items` nothing is written. */
export function arrayValue(parts: readonly Part[], compiler: ValueCompiler): Expression {
  const { prefix, rest, restUnsaid, min, max } = arrayRules(parts);
  const { comma } = compiler.notation;
  if (min > max) return NEVER;
  if (prefix.length > LIMITS.depth) {
    const path = parts.find(({ schema }) => schema.prefixItems)?.path ?? '';
    const message = `The schema${placed(path)} has more than ${LIMITS.depth} prefixItems.`;
    throw unsupported(message, `${path}/prefixItems`);
  }
  const from = (place: number): Expression => {
    if (place === max) return NOTHING;
    const nodes = prefix[place];
    if (!nodes) return restUnsaid ? (place < min ? NEVER : NOTHING) : others(place);
    const item = sequence(place > 0 ? comma : NOTHING, compiler.value(nodes), from(place + 1));
    return place < min ? item : optional(item);
  };
  const others = (place: number): Expression => {
    const item = compiler.value(rest);
    const [least, most] = [Math.max(0, min - place), max - place];
    if (place > 0) return repeat(sequence(comma, item), least, most);
    const items = sequence(item, repeat(sequence(comma, item), Math.max(0, least - 1), most - 1));
    return least > 0 ? items : optional(items);
  };
  return sequence(text('['), from(0), text(']'));
}
