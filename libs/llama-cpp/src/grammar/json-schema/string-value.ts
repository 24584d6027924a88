import { type Expression, NEVER, repeat, sequence } from '../gbnf/expression.js';
import type { Language } from '../language/language.js';
import { languageExpression } from '../language/language-expression.js';
import { ANY_STRING_CHAR, QUOTE } from './json-text.js';
import type { Part } from './schema-node.js';
import { at, stringLanguage, stringRules } from './string-rules.js';
import type { ValueCompiler } from './value-compiler.js';

/** A JSON string of which nothing but the length is asked is spelled freely; any other as JSON.stringify spells it. */
export function stringValue(parts: readonly Part[], compiler: ValueCompiler): Expression {
  const rules = stringRules(parts, compiler.languages);
  if (rules.languages.length > 0) {
    return at(rules.path, () => languageString(stringLanguage(rules, compiler.languages), compiler));
  }
  const { min, max } = rules;
  if (min > max) return NEVER;
  const name = min === 0 && max === Number.POSITIVE_INFINITY ? 'string' : `string-${min}-${max}`;
  return compiler.shared(name, () => {
    const char = compiler.shared('char', () => ANY_STRING_CHAR);
    return sequence(QUOTE, repeat(char, min, max), QUOTE);
  });
}

/** A JSON string whose value is of the language. */
export function languageString(language: Language, compiler: ValueCompiler): Expression {
  const { derivatives, rules } = compiler;
  return compiler.shared(`language-${language.id}`, () =>
    sequence(QUOTE, languageExpression(language, derivatives, rules, compiler.chars), QUOTE),
  );
}
