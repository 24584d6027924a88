import type { Grammar } from './gbnf/expression.js';
import { literals } from './language/literals.js';
import { invalid } from './refusal.js';

/** A grammar whose texts are the given ones. */
export function choiceGrammar(choices: readonly string[]): Grammar {
  if (choices.length === 0) throw invalid('There is nothing to choose from: list at least one text.');
  const wrong = choices.findIndex((one) => one === '' || /\0|\p{Surrogate}/u.test(one));
  if (wrong >= 0) throw invalid(`Choice number ${wrong + 1} is empty or is no text that a model can write.`);
  return new Map([['root', literals(choices)]]);
}
