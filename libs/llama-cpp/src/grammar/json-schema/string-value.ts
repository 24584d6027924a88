import { type Expression, NEVER, repeat, sequence } from '../gbnf/expression.js';
import type { Language } from '../language/language.js';
import { languageExpression } from '../language/language-expression.js';
import type { Part } from './schema-node.js';
import { at, stringLanguage, stringRules } from './string-rules.js';
import type { ValueCompiler } from './value-compiler.js';

/** A string of which nothing but the length is asked is spelled freely; any other in one spelling, as by JSON.stringify. */
export function stringValue(parts: readonly Part[], compiler: ValueCompiler): Expression {
  const rules = stringRules(parts, compiler.languages);
  const { languages, notation } = compiler;
  if (rules.languages.length > 0) {
    return at(rules.path, () => languageString(stringLanguage(rules, languages), compiler));
  }
  const { min, max } = rules;
  if (min > max) return NEVER;
  const free = min === 0 && max === Number.POSITIVE_INFINITY;
  if (free && notation.writable(languages.anything, languages) !== languages.anything) {
    return languageString(languages.anything, compiler);
  }
  const name = free ? 'string' : `string-${min}-${max}`;
  return compiler.shared(name, () => {
    const char = compiler.shared('char', () => notation.anyChar);
    return sequence(notation.quote, repeat(char, min, max), notation.quote);
  });
}

/** A string whose value is of the language. */
function languageString(language: Language, compiler: ValueCompiler): Expression {
  const { derivatives, rules, notation, languages } = compiler;
  const { quote } = notation;
  return compiler.shared(`language-${language.id}`, () => {
    const written = notation.writable(language, languages);
    return sequence(quote, languageExpression(written, derivatives, rules, compiler.chars), quote);
  });
}

/** A name of a member that is of the language. */
export function languageName(language: Language, compiler: ValueCompiler): Expression {
  const { derivatives, rules, languages } = compiler;
  const { quoted, writable } = compiler.notation.names;
  if (quoted) return language === languages.anything ? stringValue([], compiler) : languageString(language, compiler);
  const written = writable(language, languages);
  return compiler.shared(`name-${language.id}`, () => languageExpression(written, derivatives, rules, compiler.chars));
}
