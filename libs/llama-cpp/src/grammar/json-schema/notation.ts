import type { JsonValue } from '@predict-otron/plugin-sdk';
import { type Expression, sequence, text } from '../gbnf/expression.js';
import type { CharSet } from '../language/char-set.js';
import type { Language, Languages } from '../language/language.js';
import { ANY_STRING_CHAR, COLON, COMMA, QUOTE, stringChars } from './json-text.js';

/** How values are written: as JSON, or as a family of models writes the arguments of its calls. */
export interface Notation {
  /** Begins and ends a string. */
  readonly quote: Expression;
  readonly comma: Expression;
  readonly colon: Expression;
  /** Any character of a string of which nothing but the length is asked, in every spelling. */
  readonly anyChar: Expression;
  /** One of the characters of a string, in one spelling. */
  chars(set: CharSet): Expression;
  /** What of a language of strings can be written. */
  writable(language: Language, languages: Languages): Language;
  /** What of a language of names can be written, and without quotes if it has none. */
  names: { quoted: boolean; writable(language: Language, languages: Languages): Language };
  /** Throws a `Refusal` for a name, or a text, that cannot be written. */
  key(name: string): string;
  string(value: string): string;
}

export const JSON_NOTATION: Notation = {
  quote: QUOTE,
  comma: COMMA,
  colon: COLON,
  anyChar: ANY_STRING_CHAR,
  chars: stringChars,
  writable: (language) => language,
  names: { quoted: true, writable: (language) => language },
  key: (name) => JSON.stringify(name),
  string: (value) => JSON.stringify(value),
};

/** A value that holds no others, written out. */
export function scalarText(value: JsonValue, notation: Notation): string {
  return typeof value === 'string' ? notation.string(value) : JSON.stringify(value);
}

/** A value, written out. */
export function literalValue(value: JsonValue, notation: Notation): Expression {
  if (typeof value !== 'object' || value === null) return text(scalarText(value, notation));
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const members = Object.entries(value).map(([key, member]) =>
    Array.isArray(value)
      ? literalValue(member, notation)
      : sequence(text(notation.key(key)), notation.colon, literalValue(member as JsonValue, notation)),
  );
  return sequence(
    text(open as string),
    ...members.flatMap((member, i) => (i > 0 ? [notation.comma, member] : [member])),
    text(close as string),
  );
}
