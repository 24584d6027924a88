import { choice, type Expression, type Grammar, repeat, rule, sequence } from './expression.js';
import type { Rules } from './rules.js';

/** Copies a grammar's rules under names that are free; returns what refers to its root. */
export function embed(grammar: Grammar, rules: Rules, hint: string): Expression {
  const names = new Map<string, string>();
  for (const name of grammar.keys()) names.set(name, rules.reserve(name === 'root' ? hint : `${hint}-${name}`));
  const renamed = (expression: Expression): Expression => {
    switch (expression.kind) {
      case 'rule':
        return rule(names.get(expression.name) as string);
      case 'repeat':
        return repeat(renamed(expression.item), expression.min, expression.max);
      case 'sequence':
        return sequence(...expression.items.map(renamed));
      case 'choice':
        return choice(...expression.items.map(renamed));
      default:
        return expression;
    }
  };
  for (const [name, expression] of grammar) rules.set(names.get(name) as string, renamed(expression));
  return rule(names.get('root') as string);
}
