import { type Grammar, oneOf } from '../gbnf/expression.js';
import { Rules } from '../gbnf/rules.js';
import { charSet, subtract } from '../language/char-set.js';
import { Derivatives } from '../language/derivatives.js';
import { Languages } from '../language/language.js';
import { languageExpression } from '../language/language-expression.js';
import { regexLanguage } from './regex-language.js';

const NO_TEXT = charSet(0);

/** A grammar whose texts match the expression from their beginning to their end. */
export function regexGrammar(source: string): Grammar {
  const languages = new Languages();
  const rules = new Rules();
  const root = rules.reserve('root');
  const language = regexLanguage(source, 'whole', languages);
  const chars = (set: Parameters<typeof oneOf>[0]) => oneOf(subtract(set, NO_TEXT));
  rules.set(root, languageExpression(language, new Derivatives(languages), rules, chars));
  return rules.grammar;
}
