import {
  choice,
  type Expression,
  NEVER,
  NOTHING,
  oneOf,
  optional,
  repeat,
  sequence,
  text,
} from '../gbnf/expression.js';
import { charSet } from '../language/char-set.js';

/** One digit from `from` to `to`. */
export function digit(from: number, to: number): Expression {
  return from === to ? text(String(from)) : oneOf(charSet([0x30 + from, 0x30 + to]));
}

export function digits(min: number, max: number): Expression {
  return repeat(digit(0, 9), min, max);
}

/** Whole numbers from `low` to `high`, both from 0 on and without leading zeros. */
export function naturals(low: bigint, high: bigint): Expression {
  if (low > high) return NEVER;
  const from = String(low);
  const to = String(high);
  if (from.length === to.length) return sameLength(from, to);
  const between = to.length - from.length - 1;
  return choice(
    sameLength(from, '9'.repeat(from.length)),
    ...(between > 0 ? [sequence(digit(1, 9), digits(from.length, to.length - 2))] : []),
    sameLength(`1${'0'.repeat(to.length - 1)}`, to),
  );
}

/** Digit strings of one length from `low` to `high`. */
function sameLength(low: string, high: string): Expression {
  if (low === high) return text(low);
  const first = Number(low[0]);
  const last = Number(high[0]);
  const lowRest = low.slice(1);
  const highRest = high.slice(1);
  const zeros = '0'.repeat(lowRest.length);
  const nines = '9'.repeat(lowRest.length);
  if (first === last) return sequence(digit(first, first), sameLength(lowRest, highRest));
  // the first and the last digit are free when what follows them is
  const from = lowRest === zeros ? first : first + 1;
  const to = highRest === nines ? last : last - 1;
  return choice(
    ...(from > first ? [sequence(digit(first, first), sameLength(lowRest, nines))] : []),
    ...(from <= to ? [sequence(digit(from, to), digits(lowRest.length, lowRest.length))] : []),
    ...(to < last ? [sequence(digit(last, last), sameLength(zeros, highRest))] : []),
  );
}

/** A bound on the digits behind the point; no trailing zeros. */
export interface FractionBound {
  digits: string;
  /** The bound itself is left out. */
  open: boolean;
}

/** The point and up to `places` digits behind it, or nothing, with a value between the bounds. */
export function fraction(places: number, low?: FractionBound, high?: FractionBound): Expression {
  const { mayEnd, more } = fractionDigits(places, low, high);
  const point = sequence(text('.'), more);
  return mayEnd ? optional(point) : point;
}

function fractionDigits(
  places: number,
  low?: FractionBound,
  high?: FractionBound,
): { mayEnd: boolean; more: Expression } {
  const least = low?.digits === '' && !low.open ? undefined : low;
  if (!least && !high) return { mayEnd: true, more: digits(1, places) };
  const mayEnd = !least && (high?.digits !== '' || !high.open);
  if (places === 0 || (high?.digits === '' && high.open)) return { mayEnd, more: NEVER };
  const lowest = Number(least?.digits[0] ?? 0);
  const highest = Number(high ? (high.digits[0] ?? 0) : 9);
  const free: [from: number, to: number] = [least ? lowest + 1 : 0, high ? highest - 1 : 9];
  const rest = (bound?: FractionBound) => bound && { ...bound, digits: bound.digits.slice(1) };
  const edges = new Set([...(least ? [lowest] : []), ...(high ? [highest] : [])]);
  const more = [...edges]
    .filter((edge) => edge >= lowest && edge <= highest)
    .map((edge) => {
      const after = fractionDigits(
        places - 1,
        least && edge === lowest ? rest(least) : undefined,
        high && edge === highest ? rest(high) : undefined,
      );
      return sequence(digit(edge, edge), after.mayEnd ? optional(after.more) : after.more);
    });
  if (free[0] <= free[1]) more.push(sequence(digit(...free), places > 1 ? digits(0, places - 1) : NOTHING));
  return { mayEnd, more: choice(...more) };
}
