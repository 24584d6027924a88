import type { CharSet } from '../language/char-set.js';

/** What a rule of a grammar may stand for. Built with the functions below, which keep it small. */
export type Expression =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'set'; readonly set: CharSet }
  | { readonly kind: 'sequence'; readonly items: readonly Expression[] }
  | { readonly kind: 'choice'; readonly items: readonly Expression[] }
  | { readonly kind: 'repeat'; readonly item: Expression; readonly min: number; readonly max: number }
  | { readonly kind: 'rule'; readonly name: string };

/** Rules by name; `root` is where it starts. */
export type Grammar = ReadonlyMap<string, Expression>;

/** Matches the empty text alone. */
export const NOTHING: Expression = { kind: 'sequence', items: [] };
/** Matches no text at all. */
export const NEVER: Expression = { kind: 'choice', items: [] };

export function text(value: string): Expression {
  return value === '' ? NOTHING : { kind: 'text', text: value };
}

export function oneOf(set: CharSet): Expression {
  const [first] = set;
  if (!first) return NEVER;
  return set.length === 1 && first[0] === first[1] ? text(String.fromCodePoint(first[0])) : { kind: 'set', set };
}

export function rule(name: string): Expression {
  return { kind: 'rule', name };
}

export function sequence(...parts: Expression[]): Expression {
  const items: Expression[] = [];
  for (const part of parts.flatMap((item) => (item.kind === 'sequence' ? item.items : [item]))) {
    const last = items.at(-1);
    if (part.kind === 'text' && last?.kind === 'text') items[items.length - 1] = text(last.text + part.text);
    else items.push(part);
  }
  if (items.some(isNever)) return NEVER;
  return items.length === 1 ? (items[0] as Expression) : { kind: 'sequence', items };
}

export function choice(...parts: Expression[]): Expression {
  const items = parts.flatMap((item) => (item.kind === 'choice' ? item.items : [item]));
  return items.length === 1 ? (items[0] as Expression) : { kind: 'choice', items };
}

/** @param max may be infinite */
export function repeat(item: Expression, min: number, max: number): Expression {
  if (max === 0 || isNothing(item) || (isNever(item) && min === 0)) return NOTHING;
  if (isNever(item)) return NEVER;
  return min === 1 && max === 1 ? item : { kind: 'repeat', item, min, max };
}

export function optional(item: Expression): Expression {
  return repeat(item, 0, 1);
}

export function isNever(item: Expression): boolean {
  return item.kind === 'choice' && item.items.length === 0;
}

export function isNothing(item: Expression): boolean {
  return item.kind === 'sequence' && item.items.length === 0;
}

/** The expressions that stand directly in this one. */
export function childrenOf(expression: Expression): readonly Expression[] {
  if (expression.kind === 'repeat') return [expression.item];
  return expression.kind === 'sequence' || expression.kind === 'choice' ? expression.items : [];
}
