import { childrenOf, type Expression, type Grammar } from './expression.js';

/** Names of the rules that an expression refers to; a name may come twice. */
export function referencesOf(expression: Expression): string[] {
  return expression.kind === 'rule' ? [expression.name] : childrenOf(expression).flatMap(referencesOf);
}

/**
 * The smallest set of rules for which something holds, where it may hold of a rule because it holds of others.
 *
 * @param holds says so of an expression, given the rules of which it is known so far
 */
export function rulesThat(
  grammar: Grammar,
  holds: (expression: Expression, known: ReadonlySet<string>) => boolean,
): Set<string> {
  const usedBy = new Map<string, Set<string>>();
  for (const [name, expression] of grammar) {
    for (const used of referencesOf(expression)) usedBy.set(used, (usedBy.get(used) ?? new Set()).add(name));
  }
  const known = new Set<string>();
  const queue = [...grammar.keys()];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (known.has(name) || !holds(grammar.get(name) as Expression, known)) continue;
    known.add(name);
    queue.push(...(usedBy.get(name) ?? []));
  }
  return known;
}
