import { invalid } from '../refusal.js';
import { checkGrammar } from './check-grammar.js';
import { type Grammar, isNever, NEVER } from './expression.js';
import { printGbnf } from './print-gbnf.js';
import { prune } from './prune.js';

/** A grammar in llama.cpp's notation, of which it is sure that llama.cpp can follow it. Throws a `Refusal`. */
export function llamaGrammar(grammar: Grammar): string {
  const pruned = satisfiable(grammar);
  checkGrammar(pruned);
  return printGbnf(pruned);
}

/** The grammar without its dead ends. Throws a `Refusal` where nothing else is left. */
export function satisfiable(grammar: Grammar): Grammar {
  const pruned = prune(grammar);
  if (isNever(pruned.get('root') ?? NEVER)) throw invalid('No text can satisfy this constraint.');
  return pruned;
}
