import { choice, type Expression, NEVER, oneOf, optional, sequence, text } from '../gbnf/expression.js';
import { charSet } from '../language/char-set.js';
import { unsupported } from '../refusal.js';
import { digit, digits, type FractionBound, fraction, naturals } from './digits.js';
import { placed } from './keywords.js';
import type { NumberBound, NumberRange } from './number-range.js';

/** A double keeps decimal numbers of so many digits apart from each other. */
const DIGITS = 15;
/** Digits behind the point where nothing hangs on them: more than a double has. */
const PLACES = 17;
/** The largest number that is written where no bound says so. */
const LARGEST = 10n ** 16n - 1n;

/** Any whole number, of up to 16 digits. */
export const INTEGER: Expression = choice(text('0'), sequence(optional(text('-')), digit(1, 9), digits(0, DIGITS)));
/** Any number as JSON.stringify writes it, with up to two digits of exponent: bounded, so that it ends and stays finite. */
export const NUMBER: Expression = sequence(
  optional(text('-')),
  choice(text('0'), sequence(digit(1, 9), digits(0, 20))),
  optional(sequence(text('.'), digits(1, 24))),
  optional(sequence(oneOf(charSet('e', 'E')), optional(oneOf(charSet('+', '-'))), digits(1, 2))),
);

/** Bounds beyond are met by what is written anyhow, or by nothing of it. */
const LIMIT = 2 ** 53;

/**
 * The numbers of a range that has a bound, of up to 16 digits. A text between two bounds is a double between them, since
 * rounding keeps the order; only to a bound that is left out may nothing be rounded. Throws a `Refusal` where it might be.
 */
export function boundedNumber(range: NumberRange): Expression {
  const low = range.low && range.low.value >= -LIMIT ? decimal(range.low, range.integer) : undefined;
  const high = range.high && range.high.value <= LIMIT ? decimal(range.high, range.integer) : undefined;
  if (range.integer) return integers(low, high);
  const places = Math.max(1, ...[low, high].map((end) => end?.digits.length ?? 0), fractionPlaces(low, high));
  const zero: Decimal = { negative: false, whole: 0n, digits: '', open: false };
  const aboveZero = { ...zero, open: true };
  const positive = high?.negative ? NEVER : decimals(low && !low.negative ? low : zero, high, places);
  const negative = low && !low.negative ? NEVER : decimals(high?.negative ? high : aboveZero, low, places);
  return choice(positive, sequence(text('-'), negative));
}

/** Where a bound is left out, no number may have so many digits that a double rounds it to the bound. */
function fractionPlaces(low: Decimal | undefined, high: Decimal | undefined): number {
  if (!low?.open && !high?.open) return PLACES;
  return DIGITS - 1 - Math.max(...[low, high].map((end) => String(end?.whole ?? 0n).length));
}

/** A bound in decimal digits: without its sign, and with those behind the point. */
interface Decimal extends FractionBound {
  negative: boolean;
  whole: bigint;
}

function decimal({ value, open, path }: NumberBound, integer: boolean): Decimal {
  const [mantissa, exponent = '0'] = String(Math.abs(value)).split('e') as [string, string?];
  const [before, behind = ''] = mantissa.split('.') as [string, string?];
  // a number below one million-th or so is written with a negative exponent; a large one is beyond the limit
  const all = before.padStart(before.length - Number(exponent), '0') + behind;
  const point = Math.max(before.length, 1);
  const digitsBehind = all.slice(point).replace(/0+$/, '');
  const whole = BigInt(all.slice(0, point));
  const length = (whole === 0n ? 0 : point) + digitsBehind.length;
  if (Math.abs(value) > LIMIT || digitsBehind.length > 2 * PLACES || (open && !integer && length > DIGITS)) {
    const at = path.slice(0, path.lastIndexOf('/'));
    throw unsupported(`The bound ${value} in the schema${placed(at)} has too many digits to be kept exactly.`, path);
  }
  return { negative: value < 0, whole, digits: digitsBehind, open };
}

/** Magnitudes from `low` to `high`; without `high`, as large as they are kept exactly. */
function decimals(low: Decimal, high: Decimal | undefined, places: number): Expression {
  const top = high?.whole ?? LARGEST;
  const end = high && { digits: high.digits, open: high.open };
  if (low.whole > top) return NEVER;
  if (low.whole === top) return sequence(text(String(top)), fraction(places, low, end));
  return choice(
    sequence(text(String(low.whole)), fraction(places, low)),
    sequence(naturals(low.whole + 1n, end ? top - 1n : top), fraction(places)),
    ...(end ? [sequence(text(String(top)), fraction(places, undefined, end))] : []),
  );
}

function integers(low: Decimal | undefined, high: Decimal | undefined): Expression {
  const least = low ? wholeFrom(low, 1n) : -LARGEST;
  const most = high ? wholeFrom(high, -1n) : LARGEST;
  const zeroOrMore = naturals(least > 0n ? least : 0n, most);
  const magnitudes = naturals(most < 0n ? -most : 1n, -least);
  return choice(most < 0n ? NEVER : zeroOrMore, least >= 0n ? NEVER : sequence(text('-'), magnitudes));
}

/** The first whole number from the bound on, inwards. */
function wholeFrom({ negative, whole, digits: behind, open }: Decimal, inwards: 1n | -1n): bigint {
  const value = negative ? -whole : whole;
  if (behind === '') return open ? value + inwards : value;
  // cutting the digits off goes towards zero, which is inwards for one of the two signs
  return negative === inwards > 0n ? value : value + inwards;
}
