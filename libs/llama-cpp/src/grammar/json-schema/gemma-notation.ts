import { oneOf, text } from '../gbnf/expression.js';
import { ANY_CHAR, charSet, complement, intersect, subtract } from '../language/char-set.js';
import type { Language, Languages } from '../language/language.js';
import { unsupported } from '../refusal.js';
import type { Notation } from './notation.js';

const NUL = charSet(0);
const BARE_NAME = /^[^\s:,{}[\]<>"|]+$/u;
const NAME_CHAR = intersect(complement(charSet([0, 0x20], ':', ',', '{', '}', '[', ']', '<', '>', '"', '|')), ANY_CHAR);

/**
 * The arguments of Gemma's calls: names without quotes, and strings as they are between two marks that no string can hold.
 * Sources: Google's descriptions of the prompts of FunctionGemma and of Gemma 4.
 */
export function gemmaNotation(mark: string): Notation {
  const first = mark.slice(0, 1);
  const free = new WeakMap<Languages, Language>();
  const withoutMark = (languages: Languages): Language => {
    const { anything } = languages;
    const known =
      free.get(languages) ??
      languages.not(languages.concat(anything, languages.concat(languages.text(mark), anything)));
    free.set(languages, known);
    return known;
  };
  return {
    quote: text(mark),
    comma: text(','),
    colon: text(':'),
    // counting characters and looking for the mark at the same time would be large
    anyChar: oneOf(subtract(ANY_CHAR, charSet(0, first))),
    chars: (set) => oneOf(subtract(set, NUL)),
    writable: (language, languages) => languages.both(language, withoutMark(languages)),
    names: {
      quoted: false,
      writable: (language, languages) =>
        languages.both(language, languages.repeat(languages.set(NAME_CHAR), 1, Number.POSITIVE_INFINITY)),
    },
    key(name) {
      if (BARE_NAME.test(name)) return name;
      throw unsupported(`This model's calls cannot name an argument ${JSON.stringify(name)}.`);
    },
    string(value) {
      if (!value.includes(mark) && !value.includes('\0')) return mark + value + mark;
      throw unsupported(`This model's calls cannot hold the text ${JSON.stringify(value)}.`);
    },
  };
}
