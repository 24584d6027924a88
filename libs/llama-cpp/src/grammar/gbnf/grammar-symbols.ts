import type { Expression, Grammar } from './expression.js';

/** What llama.cpp needs to write a repetition down, besides the repeated part: a rule of its own for each optional one. */
const REPETITION = 3;

/** Symbols that the grammar takes in llama.cpp, where repetitions are written out: memory and time are proportional. */
export function grammarSymbols(grammar: Grammar): number {
  let total = 0;
  for (const expression of grammar.values()) total += symbols(expression);
  return total;
}

function symbols(item: Expression): number {
  switch (item.kind) {
    case 'text':
      return item.text.length;
    case 'set':
      return 2 * item.set.length;
    case 'rule':
      return 1;
    case 'repeat': {
      const one = item.item.kind === 'set' ? symbols(item.item) : 1;
      const times = Number.isFinite(item.max) ? item.max : item.min + 1;
      return symbols(item.item) + times * (one + REPETITION);
    }
    default:
      return item.items.reduce((sum, part) => sum + symbols(part) + 1, 0);
  }
}
