import { childrenOf, choice, type Expression, type Grammar, NEVER, repeat, sequence } from './expression.js';
import { referencesOf, rulesThat } from './rules-that.js';

/**
 * Takes out what can never come to an end, such as an object that must hold an object of its own kind, so that no answer
 * is led into it; and rules that nothing refers to. A grammar that no text fits gets a `root` that is never.
 */
export function prune(grammar: Grammar): Grammar {
  const ends = rulesThat(grammar, canEnd);
  const kept = new Map<string, Expression>();
  const queue = ['root'];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (kept.has(name)) continue;
    const expression = pruned(grammar.get(name) ?? NEVER, ends);
    kept.set(name, expression);
    queue.push(...referencesOf(expression));
  }
  return kept;
}

function canEnd(expression: Expression, ends: ReadonlySet<string>): boolean {
  if (expression.kind === 'rule') return ends.has(expression.name);
  if (expression.kind === 'repeat' && expression.min === 0) return true;
  const children = childrenOf(expression);
  return expression.kind === 'choice'
    ? children.some((item) => canEnd(item, ends))
    : children.every((item) => canEnd(item, ends));
}

function pruned(expression: Expression, ends: ReadonlySet<string>): Expression {
  const inner = (item: Expression) => pruned(item, ends);
  switch (expression.kind) {
    case 'rule':
      return ends.has(expression.name) ? expression : NEVER;
    case 'repeat':
      return repeat(inner(expression.item), expression.min, expression.max);
    case 'sequence':
      return sequence(...expression.items.map(inner));
    case 'choice':
      return choice(...expression.items.map(inner));
    default:
      return expression;
  }
}
