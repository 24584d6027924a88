import { choice, type Expression, oneOf, optional, sequence, text } from '../gbnf/expression.js';
import {
  ANY_CHAR,
  type CharSet,
  charSet,
  complement,
  contains,
  intersect,
  subtract,
  union,
} from '../language/char-set.js';

/** Between members and items: one space at most, so that no answer is white space for ever. */
export const COMMA: Expression = sequence(text(','), optional(text(' ')));
export const COLON: Expression = sequence(text(':'), optional(text(' ')));
export const QUOTE: Expression = text('"');

const CONTROL = charSet([0, 0x1f]);
const MUST_ESCAPE = union(CONTROL, charSet('"', '\\'));
/** Characters with a short escape, and its letter. */
const SHORT: readonly [char: string, letter: string][] = [
  ['"', '"'],
  ['\\', '\\'],
  ['\b', 'b'],
  ['\f', 'f'],
  ['\n', 'n'],
  ['\r', 'r'],
  ['\t', 't'],
];
const LONG_CONTROL = subtract(CONTROL, charSet(...SHORT.map(([char]) => char)));
const D = charSet('d', 'D');
/** Second digits of the first and of the second escape of a pair. */
const HIGH_SURROGATE = charSet('8', '9', 'a', 'b', 'A', 'B');
const LOW_SURROGATE = charSet([0x43, 0x46], [0x63, 0x66]);
const HEX = charSet([0x30, 0x39], [0x41, 0x46], [0x61, 0x66]);

/** One of the characters inside a JSON string, in the one spelling that JSON.stringify gives it. */
export function stringChars(set: CharSet): Expression {
  const letters = SHORT.filter(([char]) => contains(set, char.codePointAt(0) as number)).map(([, letter]) => letter);
  const controls = intersect(set, LONG_CONTROL);
  const long = [0, 1].map((high) => {
    const low = intersect(controls, charSet([high * 16, high * 16 + 15]));
    return sequence(text(`u00${high}`), oneOf(hexDigits(low, high * 16)));
  });
  const escapes = choice(oneOf(charSet(...letters)), ...long);
  return choice(oneOf(subtract(set, MUST_ESCAPE)), sequence(text('\\'), escapes));
}

function hexDigits(set: CharSet, base: number): CharSet {
  const codes = Array.from({ length: 16 }, (_, digit) => digit).filter((digit) => contains(set, base + digit));
  return charSet(...codes.map((digit) => digit.toString(16)));
}

/**
 * Any character inside a JSON string, in every spelling: models write é as it is and as \u00e9. A character outside of the
 * basic plane is a pair of escapes and counts once, as in JSON Schema's lengths.
 */
export const ANY_STRING_CHAR: Expression = choice(
  oneOf(subtract(ANY_CHAR, MUST_ESCAPE)),
  sequence(
    text('\\'),
    choice(
      oneOf(charSet('"', '\\', '/', 'b', 'f', 'n', 'r', 't')),
      sequence(
        text('u'),
        choice(
          sequence(oneOf(intersect(HEX, complement(D))), hex(3)),
          sequence(
            oneOf(D),
            choice(
              sequence(oneOf(charSet([0x30, 0x37])), hex(2)),
              sequence(oneOf(HIGH_SURROGATE), hex(2), text('\\u'), oneOf(D), oneOf(LOW_SURROGATE), hex(2)),
            ),
          ),
        ),
      ),
    ),
  ),
);

function hex(count: number): Expression {
  return sequence(...Array.from({ length: count }, () => oneOf(HEX)));
}
