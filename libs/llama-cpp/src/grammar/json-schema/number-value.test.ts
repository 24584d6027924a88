import fc from 'fast-check';
import { Walk } from '../gbnf/walk.js';
import { inRange, type NumberRange } from './number-range.js';
import { boundedNumber, INTEGER, NUMBER } from './number-value.js';

const accepts = (expression: ReturnType<typeof boundedNumber>, text: string) =>
  new Walk(new Map([['root', expression]])).accepts(text);

const bound = fc.oneof(
  fc.integer({ min: -200, max: 200 }),
  fc.integer({ min: -999_999_999_999, max: 999_999_999_999 }),
  fc.integer({ min: -2000, max: 2000 }).map((n) => n / 100),
  fc.constantFrom(0, -0, 1, -1, 1e-7, 0.1, 10, 100, -0.5),
);
const end = fc.option(fc.record({ value: bound, open: fc.boolean(), path: fc.constant('/x') }), { nil: undefined });
const range = fc
  .record({ integer: fc.boolean(), low: end, high: end })
  .filter(({ low, high }) => low !== undefined || high !== undefined) as fc.Arbitrary<NumberRange>;

describe('boundedNumber', () => {
  it('holds the numbers of the range and no others', () => {
    fc.assert(
      fc.property(range, fc.array(bound, { minLength: 1, maxLength: 8 }), (given, numbers) => {
        const expression = boundedNumber(given);
        const near = [given.low, given.high].flatMap((one) =>
          one ? [one.value, one.value + 1, one.value - 0.01] : [],
        );
        for (const number of [...numbers, ...near]) {
          const text = plain(number);
          const exact = !(given.low?.open || given.high?.open) || (text?.split('.')[1]?.length ?? 0) < 3;
          if (text && exact) expect([text, accepts(expression, text)]).toEqual([text, inRange(Number(text), given)]);
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    [{ low: 0, high: 1 }, ['0', '1', '0.5', '1.0', '0.0', '0.99999999999999'], ['1.1', '-0', '-0.1', '01', '1.', '2']],
    [
      { low: -1.5, high: 2.25 },
      ['-1.5', '-1.50', '-0.5', '2.25', '2.2', '0', '-1'],
      ['-1.51', '2.26', '-2', '3', '-0'],
    ],
    [{ low: 1e-7, high: 1e6 }, ['0.0000001', '1000000', '1000000.0'], ['0', '0.00000001', '1000000.1']],
  ])('%j', ({ low, high }, good, bad) => {
    const expression = boundedNumber({
      integer: false,
      low: { value: low, open: false, path: '' },
      high: { value: high, open: false, path: '' },
    });
    for (const text of good) expect([text, accepts(expression, text)]).toEqual([text, true]);
    for (const text of bad) expect([text, accepts(expression, text)]).toEqual([text, false]);
  });

  it('never rounds to a bound that is left out', () => {
    const expression = boundedNumber({ integer: false, high: { value: 0.1, open: true, path: '' } });
    for (let places = 2; accepts(expression, `0.0${'9'.repeat(places)}`); places++) {
      expect(Number(`0.0${'9'.repeat(places)}`)).toBeLessThan(0.1);
    }
    expect(accepts(expression, '0.0999')).toBe(true);
  });

  it('takes the bounds that generators write for whole numbers', () => {
    const safe = Number.MAX_SAFE_INTEGER;
    const expression = boundedNumber({
      integer: true,
      low: { value: -safe, open: false, path: '' },
      high: { value: safe, open: false, path: '' },
    });
    for (const text of [`${safe}`, `-${safe}`, '0']) expect(accepts(expression, text)).toBe(true);
    for (const text of ['9007199254740992', '-9007199254740992', '-0']) expect(accepts(expression, text)).toBe(false);
    const huge = boundedNumber({ integer: false, high: { value: Number.MAX_VALUE, open: false, path: '' } });
    expect(accepts(huge, '123456.5')).toBe(true);
  });

  it('refuses bounds that a double does not keep apart', () => {
    const range = { integer: true, low: { value: 1e20, open: false, path: '/x/minimum' } };
    expect(() => boundedNumber(range)).toThrow(expect.objectContaining({ code: 'UNSUPPORTED', path: '/x/minimum' }));
  });
});

describe('free numbers', () => {
  it.each([fc.double({ noNaN: true, noDefaultInfinity: true }), fc.float({ noNaN: true, noDefaultInfinity: true })])(
    'hold what JSON holds, up to two digits of exponent',
    (numbers) => {
      fc.assert(
        fc.property(numbers, (number) => {
          fc.pre(number === 0 || (Math.abs(number) < 1e99 && Math.abs(number) > 1e-99));
          const text = JSON.stringify(number);
          expect([text, accepts(NUMBER, text)]).toEqual([text, true]);
        }),
      );
    },
  );

  it('are whole where they must be', () => {
    for (const text of ['0', '-1', '9007199254740991']) expect(accepts(INTEGER, text)).toBe(true);
    for (const text of ['-0', '1.0', '01', '', '-']) expect(accepts(INTEGER, text)).toBe(false);
  });
});

/** A number without an exponent, of few digits behind the point; `undefined` for negative zero. */
function plain(number: number): string | undefined {
  const text = number.toFixed(7).replace(/\.?0+$/, '');
  return text === '-0' || Object.is(Number(text), -0) ? undefined : text;
}
