import { members } from './alternatives.js';
import { child, type Part, type SchemaNode } from './schema-node.js';
import { count } from './string-rules.js';

/** What parts that must all hold say of an array. */
export interface ArrayRules {
  /** What must hold for the first items, place by place. */
  readonly prefix: readonly SchemaNode[][];
  /** What must hold for the items behind. */
  readonly rest: readonly SchemaNode[];
  /** Nothing is said of the items behind: they are valid, but none is written. */
  readonly restUnsaid: boolean;
  readonly min: number;
  /** May be infinite. */
  readonly max: number;
}

export function arrayRules(parts: readonly Part[]): ArrayRules {
  const said = parts.map((part) => ({
    prefix: members(part, 'prefixItems'),
    rest: part.schema.items === undefined ? [] : [child(part, 'items')],
  }));
  const length = Math.max(0, ...said.map(({ prefix }) => prefix.length));
  const rest = said.flatMap((one) => one.rest);
  return {
    prefix: Array.from({ length }, (_, i) => said.flatMap((one) => one.prefix[i] ?? one.rest)),
    rest,
    restUnsaid: length > 0 && rest.length === 0,
    min: Math.max(0, ...parts.map((part) => count(part, 'minItems', 0))),
    max: Math.min(...parts.map((part) => count(part, 'maxItems', Number.POSITIVE_INFINITY)), Number.POSITIVE_INFINITY),
  };
}

/** What must hold for the item at a place. */
export function itemNodes({ prefix, rest }: ArrayRules, place: number): readonly SchemaNode[] {
  return prefix[place] ?? rest;
}
