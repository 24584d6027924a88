import { LIMITS } from '../limits.js';
import { unsupported } from '../refusal.js';
import { checkWays } from './check-ways.js';
import type { Grammar } from './expression.js';
import { grammarSymbols } from './grammar-symbols.js';
import { leftmostPaths } from './left-recursion.js';

/**
 * Refuses what llama.cpp does not survive: it crashes or runs for ever on left recursion that it does not see and on huge
 * counts, and takes exponential time where very many ways are open. Throws a `Refusal`.
 */
export function checkGrammar(grammar: Grammar): void {
  const symbols = grammarSymbols(grammar);
  if (grammar.size > LIMITS.rules || symbols > LIMITS.symbols) {
    const allowed = `${LIMITS.rules} and ${LIMITS.symbols} are allowed`;
    throw unsupported(`The grammar is too large: ${grammar.size} rules and ${symbols} symbols, where ${allowed}.`);
  }
  if (leftmostPaths(grammar) > LIMITS.symbols) {
    throw unsupported('The grammar has too many ways to begin. Let its alternatives begin with different characters.');
  }
  checkWays(grammar);
}
