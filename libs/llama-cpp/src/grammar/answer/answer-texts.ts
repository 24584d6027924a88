import { type Expression, oneOf, repeat } from '../gbnf/expression.js';
import { Rules } from '../gbnf/rules.js';
import { charSet, subtract } from '../language/char-set.js';
import { Derivatives } from '../language/derivatives.js';
import { type Language, Languages } from '../language/language.js';
import { languageExpression } from '../language/language-expression.js';

const NO_TEXT = charSet(0);
/** White space between the parts of an answer: as much as models need, never without end. */
export const SPACE: Expression = repeat(oneOf(charSet(' ', '\t', '\n', '\r')), 0, 2);

/** Makes the free parts of an answer: texts of which only is said what they do not hold. */
export class AnswerTexts {
  readonly rules = new Rules();
  readonly languages = new Languages();
  private readonly derivatives = new Derivatives(this.languages);
  private readonly known = new Map<Language, Expression>();

  /** Any text of the language. */
  of(language: Language): Expression {
    const known = this.known.get(language);
    if (known) return known;
    const made = languageExpression(language, this.derivatives, this.rules, (set) => oneOf(subtract(set, NO_TEXT)));
    // it is met in several places
    const expression = this.rules.define('text', made);
    this.known.set(language, expression);
    return expression;
  }

  /** Any text that holds none of the markers. */
  without(markers: readonly string[]): Expression {
    return this.of(this.withoutAny(markers));
  }

  withoutAny(markers: readonly string[]): Language {
    const { languages } = this;
    const { anything } = languages;
    const holds = (marker: string) => languages.concat(anything, languages.concat(languages.text(marker), anything));
    return languages.both(...markers.map((marker) => languages.not(holds(marker))));
  }
}
